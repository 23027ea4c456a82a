extension Glossary {
  /// The rows of the merge pane. Kernel: `is_mergeable_vma` and `is_mergeable_anon_vma`, mm/vma.c.
  static func compared(_ field: Thing.Compared) -> Entry {
    let title = "merge: " + field.rawValue
    switch field {
    case .range:
      return Entry(
        title, "where the three begin and end, in pages",
        so: "A VMA is one range: only what touches can join.")
    case .file:
      return Entry(
        title, "vm_file, a pointer to an open file",
        so: "Two opens of one file are two objects: they never merge.")
    case .pageOffset:
      return Entry(
        title,
        "vm_pgoff: the page of the file with which it begins; of anonymous memory the page of its address",
        so: "One VMA has one offset, so the pages have to run on across the seam.")
    case .flags:
      return Entry(
        title, "vm_flags: the letters of maps and what madvise, mlock and others have set",
        so: "All have to be equal but VM_SOFTDIRTY, which the result takes over.")
    case .anonOffset:
      return Entry(
        title, "from 7.3 the offset for pages of a private file mapping that were copied",
        so: "It follows the address unless mremap moved the mapping, which is not modelled.")
    case .special:
      return Entry(
        title, "VM_IO, VM_DONTEXPAND, VM_PFNMAP or VM_MIXEDMAP in the new range",
        so: "Such a range is never merged: whatever an action maps gets a VMA of its own.")
    case .anonVMA:
      return Entry(
        title, "the root from which the copied pages of a VMA are found",
        so: "A range without one may join any. Left and right with different ones stay apart.")
    case .closeHook:
      return Entry(
        title, "vm_ops->close of the VMA behind, which would be deleted in a merge of three",
        so: "Its driver counts on being told: such a VMA stays, and only the one before grows.")
    }
  }
}
