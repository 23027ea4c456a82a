import MemoryModel

// The flags and offsets that do_mmap and the action work out.

extension Kernel {
  /// Rights from `prot` and what they may become: VM_READ … and VM_MAYREAD, VM_MAYWRITE, VM_MAYEXEC.
  var initialFlags: VMAFlags {
    var flags: VMAFlags = [.mayRead, .mayWrite, .mayExec]
    let rights = call.protection
    if rights.contains(.read) { flags.insert(.read) }
    if rights.contains(.write) { flags.insert(.write) }
    if rights.contains(.execute) { flags.insert(.exec) }
    if call.isLocked { flags.insert(.locked) }
    if call.growsDown { flags.insert(.growsDown) }
    return flags
  }

  /// The anonymous case of `do_mmap`: private memory is numbered by its address, shared memory by the file
  /// that it will get.
  mutating func settleAnonymous() {
    setRequest(.pageOffset(call.isShared ? 0 : request.range.start.page))
    if call.isShared { setRequest(.flags(request.flags.union([.shared, .mayShare]))) }
  }

  /// What the file case of `do_mmap` adds. Shared and opened for reading only, VM_SHARED goes again and only
  /// VM_MAYSHARE tells.
  var fileFlags: VMAFlags {
    let flags = isNoExec ? request.flags.subtracting(.mayExec) : request.flags
    guard call.isShared else { return flags }
    return isReadOnly ? flags.subtracting(.mayWrite).union(.mayShare) : flags.union([.shared, .mayShare])
  }

  /// Shared and writable needs a descriptor that is open for writing.
  var isWriteDenied: Bool { isReadOnly && call.isShared && call.protection.contains(.write) }
  /// What lies on a noexec mount is not executed.
  var isExecDenied: Bool { isNoExec && call.protection.contains(.execute) }

  /// The descriptor of the call is not open.
  var isDescriptorClosed: Bool { call.file.map { facts.files[$0].isClosed } ?? false }

  /// `path_noexec`: nothing of the file may ever be executed.
  var isNoExec: Bool { request.file.map { facts.files[Int($0.index)].isNoExec } ?? false }

  /// The descriptor was opened for reading only.
  var isReadOnly: Bool { request.file.map { facts.files[Int($0.index)].isReadOnly } ?? false }

  /// `pfn_modify_allowed`, arch/x86/mm/mmap.c: entries without rights that name high frames are refused on
  /// processors with the L1TF fault, unless the caller has CAP_SYS_ADMIN.
  var mayRefuseFrame: Bool {
    walk.protection.isEmpty && frameOfPage >= facts.l1tfLimit
  }

  /// The address of the page whose entry is written now.
  var addressOfPage: VirtualAddress { walk.range.start.advanced(byPages: index) }
  var frameOfPage: PageFrame { walk.frame(of: addressOfPage) }
}
