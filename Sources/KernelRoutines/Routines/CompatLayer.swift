import MemoryModel

// The compatibility layer: an f_op->mmap calls the hook of a file that has only mmap_prepare. Everything runs
// inside the outer hook, on a VMA that nobody can find.

/// Makes a descriptor from the VMA, asks the inner driver, and does at once what it asks for.
///
/// Kernel: `compat_vma_mmap`, mm/util.c; `compat_vma_mmap_prepare` up to 6.18. Who cleans up after a failed
/// action is what the releases differ in: do_munmap of a VMA in no tree, from 7.1 on the outer path alone.
let compatVMAMmap: RoutineMaker = { kernel in
  let name = kernel < .v6_19 ? "compat_vma_mmap_prepare" : "compat_vma_mmap"
  return Routine(name, as: "compat", in: "mm/util.c", stage: .establish, locals: [.desc]) {
    if kernel < .v7_0 {
      Call(compatInner)
    } else {
      Call(compatSetDesc)
      Hook(.mmapPrepare)
      if kernel == .v7_0 {
        Capture { compatAction(kernel) }
        If("err", otherwise: "no error") {
          $0.hasError
        } then: {
          Call(doMunmap, errors: .ignored, stage: .unwind)
        }
      } else {
        Call(compatInner)
      }
    }
  }
}

/// Kernel: `__compat_vma_mmap`, mm/util.c; up to 6.19 it asks the driver too.
private let compatInner: RoutineMaker = { kernel in
  let name = kernel < .v6_19 ? "__compat_vma_mmap_prepare" : "__compat_vma_mmap"
  return Routine(name, as: "compat", in: "mm/util.c") {
    if kernel < .v7_0 {
      Call(compatSetDesc)
      Hook(.mmapPrepare)
    }
    compatAction(kernel)
  }
}

@RoutineBuilder private func compatAction(_ kernel: Revision) -> [any Statement] {
  if kernel.hasActions { Call(mmapActionPrepare, stage: .prepare) }
  if kernel >= .v7_1 {
    If("hide_from_rmap_until_complete", otherwise: "not asked for") {
      $0.desc.action.hidesFromRmap
    } then: {
      Step("no_hide", "hide_from_rmap = false", minor: true) { k in k.setAction(.hides(false)) }
        .what("The wish to be hidden from the rmap is dropped.")
        .why("The VMA is in no rmap: a lock nobody took must not be released later.")
        .note("dropped")
    }
  }
  Call(setVMAFromDesc)
  if kernel.hasActions { Call(mmapActionComplete) }
}

/// Kernel: `compat_set_desc_from_vma`, mm/util.c, of 7.1; an initialiser before that.
private let compatSetDesc: RoutineMaker = { kernel in
  Routine("compat_set_desc_from_vma", as: "compat", in: "mm/util.c") {
    Step("set_desc", "descriptor from the VMA") { k in k.describeFromVMA(withOps: kernel >= .v7_1) }
      .what("A descriptor is filled from the half-built VMA at {vma}.")
      .why("The inner driver knows no VMA: it is shown what it would see by itself.")
      .note("descriptor")
  }
}

/// Kernel: `set_vma_from_desc`, mm/vma.h. Up to 6.19 `vm_flags_set` takes the VMA write mark.
private let setVMAFromDesc: RoutineMaker = { kernel in
  Routine("set_vma_from_desc", as: "compat", in: "mm/vma.h") {
    if kernel.marksWhenFlagsChange {
      If("flags change, not write-locked yet", otherwise: "the same flags") {
        $0.desc.flags != $0.subject?.flags && !$0.isSubjectWriteLocked
      } then: {
        Call(vmaStartWrite(at: "compat.vma_start_write"))
      }
    }
    Step("set_vma", "the VMA from the descriptor") { k in k.copyDescToVMA() }
      .what("The descriptor goes back into the VMA: pgoff, flags, vm_ops.")
      .why("The merge was tried without these flags: it is too late to try again.")
      .note("copied back")
  }
}

/// Kernel: `vma_set_file`, mm/util.c.
let vmaSetFile: RoutineMaker = { kernel in
  Routine("vma_set_file", as: "", in: "mm/util.c") {
    Step("set_file", "vma->vm_file = the real file") { k in k.swapInnerFile() }
      .what("The VMA now belongs to {vmfile}, the file beneath.")
      .why("The rmap it will enter is the one of the real file, not of the one opened.")
      .note("swapped")
    Step("fput_outer", "fput") { k in k.putFile(k.request.file) }
      .what("The VMA's reference to {file} is dropped: it has the real file's now.")
      .why("On every path exactly one of the two may stay.")
      .note("-1 reference").traced("fput")
  }
}

extension Kernel {
  /// The file beneath a stacked one.
  var innerFile: FileID? {
    request.file.flatMap { facts.files[Int($0.index)].inner }.map { FileID($0) }
  }

  mutating func swapInnerFile() {
    guard let inner = innerFile else { return }
    emit(.fileReferences(inner, 1))
    setVMA(.file(inner))
  }

  mutating func describeFromVMA(withOps: Bool) {
    guard let subject else { return }
    setDesc(.range(subject.range))
    setDesc(.file(subject.file))
    setDesc(.vmFile(subject.file))
    setDesc(.pageOffset(subject.pageOffset))
    setDesc(.flags(subject.flags))
    setDesc(.pageProtection(subject.pageProtection))
    if withOps { setDesc(.ops(subject.ops)) }
  }

  mutating func copyDescToVMA() {
    let desc = self.desc
    setVMA(.pageOffset(desc.pageOffset))
    setVMA(.flags(desc.flags))
    setVMA(.pageProtection(desc.pageProtection))
    // A hook that sets no vm_ops leaves NULL: the VMA turns anonymous.
    setVMA(.ops(desc.ops ?? .anonymous))
    setVMA(.privateData(desc.hasPrivateData))
  }
}
