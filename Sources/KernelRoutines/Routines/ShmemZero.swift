import MemoryModel

// Shared memory without a file of its own gets one: unlinked, of tmpfs, named dev/zero.

/// Makes the file and puts it into the VMA; the VMA has the only reference.
///
/// Kernel: `shmem_zero_setup`, mm/shmem.c. Fidelity: customised; inode and file are made in one step.
let shmemZeroSetup: RoutineMaker = { kernel in
  Routine("shmem_zero_setup", as: "shmem", in: "mm/shmem.c", fidelity: .customised) {
    makeShmemFile()
    If("vma->vm_file", otherwise: "it had none") {
      $0.subject?.file != nil
    } then: {
      Step("fput_zero", "fput", minor: true) { k in k.putFile(k.subject?.file) }
        .what("The VMA's reference to {file} is dropped: another file takes its place.")
        .why("maps and the rmap will know the new file only.")
        .note("-1 reference").traced("fput")
    }
    Step("swap_file", "vma->vm_file = file") { k in
      k.setVMA(.file(k.shmemFile))
      k.setVMA(.ops(.driver))
    }
    .what("The VMA belongs to {vmfile} now, and vm_ops are those of shmem.")
    .why("Its pages have a place to be shared from: fork() and the rmap find it there.")
    .note("swapped")
  }
}

/// The same for a descriptor.
///
/// Kernel: `shmem_zero_setup_desc`, mm/shmem.c. Fidelity: customised as above.
let shmemZeroSetupDesc: RoutineMaker = { kernel in
  Routine("shmem_zero_setup_desc", as: "shmem", in: "mm/shmem.c", fidelity: .customised) {
    makeShmemFile()
    Step("swap_file", "desc->vm_file = file") { k in
      k.setDesc(.vmFile(k.shmemFile))
      k.setDesc(.ops(.driver))
    }
    .what("The descriptor names the new file and the vm_ops of shmem.")
    .why(
      kernel < .v7_0
        ? "Who swaps brings a reference, and \(kernel.rawValue) will take one more all the same."
        : "Who swaps a file brings its reference: the core must not take another."
    )
    .note("swapped")
  }
}

@RoutineBuilder private func makeShmemFile() -> [any Statement] {
  Step("acct", "shmem_acct_size", mayFail: .ENOMEM) { k in k.charge(k.call.pages) }
    .what("{pages} pages are charged: shmem accounts for its size beforehand.")
    .why("A shared mapping is not charged by its VMA but by the file behind it.")
    .note("charged {pages}").traced("security_vm_enough_memory_mm")
  Step("file", "alloc_file_pseudo \"dev/zero\"") { k in k.makeShmemFile() }
    .what("tmpfs makes a file that no directory has: /dev/zero (deleted).")
    .why("Its first reference is for the VMA; when the VMA goes, the file goes.")
    .note("1 reference").traced("mpol_shared_policy_init")
}

extension Kernel {
  /// The file that `shmem_zero_setup` makes in this call; it has no reference before.
  var shmemFile: FileID? { call.shmemFile.map { FileID($0) } }

  mutating func makeShmemFile() {
    if let file = shmemFile { emit(.fileReferences(file, 1)) }
  }

  /// The file that the hook put into the descriptor in place of the one opened.
  var isFileSwapped: Bool { map.file != nil && map.file != request.file }

  /// `fput`: the last reference of a file that this call made gives back what shmem has charged.
  mutating func putFile(_ file: FileID?) {
    guard let file else { return }
    emit(.fileReferences(file, -1))
    guard state.file(file).references == 0, facts.files[Int(file.index)].isUnlinked else { return }
    charge(-(facts.mmapCall?.pages ?? 0))
  }
}
