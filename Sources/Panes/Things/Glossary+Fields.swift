import MemoryModel

extension Glossary {
  static func field(_ field: Thing.Field) -> Entry {
    let title = "desc." + field.rawValue
    switch field {
    case .file:
      return Entry(
        title, "the file that is mapped; the driver reads it",
        so: "vm_file may differ: a stacked driver swaps it.")
    case .range:
      return Entry(
        title, "start and end of the mapping; the driver reads them",
        so: "The range may still merge with a neighbour, or fail.")
    case .pgoff:
      return Entry(
        title, "page offset into the file; the driver may change it",
        so: "For a private remap the kernel writes the first frame number here.")
    case .flags:
      return Entry(
        title, "the vm_flags that the VMA will get; the driver may change them",
        so: "Flags that a remap needs are added when the action is prepared.")
    case .prot:
      return Entry(title, "vm_page_prot, the rights and cache mode of entries; the driver may change it")
    case .ops:
      return Entry(
        title, "vm_ops, the callbacks of the mapping; the driver only writes it",
        so: "open() among them is not called for the first mapping, only for copies.")
    case .privateData:
      return Entry(title, "vm_private_data, a word for the driver; it only writes it")
    case .action:
      return Entry(
        title, "what the kernel shall do once the VMA is established",
        so: "It is a request: the driver never touches a VMA itself. :help ways sets the kinds side by side.")
    case .hooks:
      return Entry(
        title, "functions of the driver that are called when the action is done or failed",
        so: "The error hook may exchange the error; it may not clear it.")
    }
  }

  static func account(_ line: Ledger.Line) -> Entry {
    let rest = "What a failed call took it must give back: the difference has to be 0 again."
    switch line {
    case .fileReferences: return Entry(line.name, "how often somebody holds the struct file", so: rest)
    case .writable:
      return Entry(line.name, "how many mappings may write the file through memory", so: rest)
    case .committed:
      return Entry(
        line.name, "pages charged against the overcommit limit; shared device memory is not", so: rest)
    case .mapCount:
      return Entry(line.name, "VMAs of the process, limited by vm.max_map_count", so: rest)
    case .totalVM:
      return Entry(
        line.name, "pages of address space, not of memory", so: "It counts pages that no entry maps. " + rest)
    case .tables: return Entry(line.name, "page-table pages this run allocated and still has", so: rest)
    case .entries:
      return Entry(
        line.name, "entries set by this run",
        so: "Special entries have no struct page: they count for no RSS and pagemap shows nothing.")
    case .counted:
      return Entry(
        line.name, "how many mappings the driver believes there are",
        so: "Counted where a mapping is made, taken off by close(): a merge or a failure can part the two.")
    case .pageArrays:
      return Entry(line.name, "arrays of page pointers that a prepare hook allocated", so: rest)
    }
  }

  static func flag(_ flag: VMAFlags) -> Entry {
    let bit = flag.rawValue.trailingZeroBitCount
    guard let known = flags.first(where: { $0.bit == bit }) else {
      return Entry(flag.codes.first ?? "a flag", "bit \(bit) of vm_flags")
    }
    let code = flag.codes.first ?? ""
    return Entry("\(code)   \(known.name), bit \(bit)", known.meaning, so: known.consequence)
  }

  /// The flag of a kernel name, in small letters, with or without its `vm_`.
  static func flag(named word: String) -> VMAFlags? {
    let known = flags.first { $0.name.lowercased() == word || $0.name.lowercased() == "vm_" + word }
    return known.map { VMAFlags(rawValue: 1 << UInt64($0.bit)) }
  }

  // Flags that runs of ours set.
  private static let flags: [(bit: Int, name: String, meaning: String, consequence: String)] = [
    (0, "VM_READ", "the program may read", "PROT_READ asked for it."),
    (1, "VM_WRITE", "the program may write", "PROT_WRITE asked for it."),
    (2, "VM_EXEC", "the program may execute", "PROT_EXEC asked for it."),
    (3, "VM_SHARED", "writes go to the file, others see them", "MAP_SHARED on a file that can be written."),
    (4, "VM_MAYREAD", "mprotect may allow reading later", ""),
    (5, "VM_MAYWRITE", "mprotect may allow writing later", "A file opened read-only does not give it."),
    (6, "VM_MAYEXEC", "mprotect may allow executing later", "A file system mounted noexec takes it away."),
    (7, "VM_MAYSHARE", "the mapping was asked for as shared", "It is the s in the fourth column of maps."),
    (8, "VM_GROWSDOWN", "the mapping grows down like a stack", ""),
    (
      10, "VM_PFNMAP", "entries hold bare frame numbers, with no struct page behind them",
      "Never merges. fast GUP refuses it, reclaim never sees it, RSS does not count it."
    ),
    (13, "VM_LOCKED", "pages stay in memory, mlock", ""),
    (
      14, "VM_IO", "memory of a device: reading it may do something",
      "Never merges. GUP, core dumps and ptrace leave it alone."
    ),
    (17, "VM_DONTCOPY", "fork leaves the mapping out", ""),
    (18, "VM_DONTEXPAND", "mremap may not make it larger", "Never merges: a merge would make it larger."),
    (20, "VM_ACCOUNT", "its pages are charged against overcommit", "The charge is given back at unmap."),
    (21, "VM_NORESERVE", "no pages are charged beforehand", ""),
    (22, "VM_HUGETLB", "pages of hugetlbfs", ""),
    (26, "VM_DONTDUMP", "core dumps leave it out", ""),
    (27, "VM_SOFTDIRTY", "new or written since last cleared", "Not compared when VMAs merge."),
    (28, "VM_MIXEDMAP", "some entries have a struct page, some have none", "Never merges."),
  ]
}
