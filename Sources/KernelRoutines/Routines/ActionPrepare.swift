import MemoryModel

// The first half of an action: the descriptor gets the flags, and from 7.0 on a wish may be refused.

/// Kernel: `mmap_action_prepare`, mm/util.c; the message calls it `vma_desc_action_prepare`. It cannot fail
/// before 7.0.
let mmapActionPrepare: RoutineMaker = { kernel in
  Routine("mmap_action_prepare", as: "", in: "mm/util.c", stage: .prepare, posted: true) {
    if kernel.hasErrorOverride {
      Fail("error_override", if: "error_override is no error") { $0.action.isOverrideValid ? nil : .EINVAL }
        .onFailure(
          "error_override is no negative errno: prepare warns and fails with -{errno}.",
          "7.2 checks it here, where failing is cheap; an error hook was never checked.")
    }
    If("action.type is MMAP_REMAP_PFN", otherwise: "no remap") {
      $0.action.kind == .remapPFN
    } then: {
      Call(remapPFNRangePrepare)
    }
    if kernel.has(.ioRemapPFN) {
      If("action.type is MMAP_IO_REMAP_PFN", otherwise: "no I/O remap") {
        $0.action.kind == .ioRemapPFN
      } then: {
        Call(ioRemapPFNRangePrepare)
      }
    }
    if kernel.has(.simpleIORemap) {
      If("action.type is MMAP_SIMPLE_IO_REMAP", otherwise: "no block") {
        $0.action.kind == .simpleIORemap
      } then: {
        Call(simpleIORemapPrepare)
      }
    }
    if kernel.has(.mapKernelPages) {
      If("action.type is MMAP_MAP_KERNEL_PAGES", otherwise: "no pages") {
        $0.action.kind == .mapKernelPages
      } then: {
        Call(mapKernelPagesPrepare)
      }
    }
    if kernel.has(.insertMixed) {
      If("action.type is MMAP_INSERT_MIXED or _PAGES", otherwise: "no mixed map") {
        $0.action.kind == .insertMixed || $0.action.kind == .insertMixedPages
      } then: {
        mixedMapFlag(note: "+mm")
      }
    }
  }
}

/// Kernel: `remap_pfn_range_prepare`, mm/memory.c.
private let remapPFNRangePrepare: RoutineMaker = { kernel in
  Routine("remap_pfn_range_prepare", as: "", in: "mm/memory.c", posted: true) {
    if kernel.checksActionRange { rangeCheck("remap_range") }
    if kernel.refusesPartialCow {
      Fail("partial_cow", if: "private, and not the whole mapping") { $0.isPartialCowAction ? .EINVAL : nil }
        .onFailure(
          "Only part of a private writable mapping is to be remapped: -{errno}.",
          "pgoff tells remapped pages from copied ones, and there is one pgoff a VMA.")
    }
    Step("mmap_action_prepare", "set the remap flags", minor: false) { k in k.prepareRemap() }
      .what("The descriptor gains io pf de dd{pgoffnote}.")
      .why(
        kernel == .seedV2
          ? "Flags go on before there is a VMA: vma_desc_action_prepare in the message."
          : "Flags go on before there is a VMA: afterwards nobody may change them."
      )
      .note("+pf io de dd")
  }
}

/// Kernel: `io_remap_pfn_range_prepare`, mm/internal.h.
private let ioRemapPFNRangePrepare: RoutineMaker = { kernel in
  Routine("io_remap_pfn_range_prepare", as: "", in: "mm/internal.h") {
    if kernel.checksActionRange { becomesRemap("io_type") }
    Call(remapPFNRangePrepare)
  }
}

// From 7.1 on the second half knows no I/O remap any more.
private func becomesRemap(_ label: String) -> Step {
  Step(label, "type = MMAP_REMAP_PFN", minor: true) { k in k.setAction(.kind(.remapPFN)) }
    .what("The action becomes a plain remap; its pages are marked decrypted.")
    .why("Device memory is not encrypted. The complete step knows only plain remaps.")
    .note("now a remap")
}

/// Kernel: `simple_ioremap_prepare`, mm/memory.c.
private let simpleIORemapPrepare: RoutineMaker = { kernel in
  Routine("simple_ioremap_prepare", as: "", in: "mm/memory.c") {
    Fail("block", if: "the mapping is not inside the block") { $0.simpleIORemapRefusal }
      .onFailure(
        "{pages} pages at this offset do not lie inside the device's block: -{errno}.",
        "The driver gave address and size; the kernel checks what drivers forgot.")
    Step("simple_ioremap", "pfn from address and pgoff") { k in k.resolveBlock() }
      .what("The block's first frame and the offset give the first frame: {pfn}.")
      .why("The whole mapping is remapped: no driver works out frames itself any more.")
      .note("pfn {pfn}")
    becomesRemap("simple_type")
    Call(remapPFNRangePrepare)
  }
}

/// Kernel: `map_kernel_pages_prepare`, mm/memory.c.
private let mapKernelPagesPrepare: RoutineMaker = { kernel in
  Routine("map_kernel_pages_prepare", as: "", in: "mm/memory.c") {
    If("not VM_MIXEDMAP", otherwise: "the driver set it") {
      !$0.desc.flags.contains(.mixedMap)
    } then: {
      mixedMapFlag(note: "+mm")
    }
    rangeCheck("pages_range")
  }
}

private func rangeCheck(_ label: String) -> Fail {
  Fail(label, if: "the range leaves the mapping") { $0.isOutsideDesc ? .EFAULT : nil }
    .onFailure(
      "The range of the action leaves the mapping: prepare fails with -{errno}.",
      "Up to 7.0 only a warning was printed; entries were written outside the VMA.")
}

private func mixedMapFlag(note: String) -> Step {
  Step("mixedmap", "flags |= VM_MIXEDMAP") { k in k.setDesc(.flags(k.desc.flags.union(.mixedMap))) }
    .what("The descriptor gains mm: entries may map counted pages or bare frames.")
    .why("A mixed map never merges, so the action cannot be lost to a neighbour.")
    .note(note)
}

extension Kernel {
  mutating func prepareRemap() {
    let desc = self.desc
    if desc.flags.isCow { setDesc(.pageOffset(action.frame.value)) }
    setDesc(.flags(desc.flags.union(.remap)))
  }

  mutating func resolveBlock() {
    setAction(.range(desc.range))
    setAction(.frame(PageFrame((action.physical >> 12) + desc.pageOffset)))
  }
}
