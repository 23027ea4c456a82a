/// What the locks that a task holds allow it with a VMA.
///
/// Kernel: the table of lock combinations in Documentation/mm/process_addrs.rst, in our own words: any of
/// mmap_lock, the VMA lock and the rmap lock keeps the VMA in place; only mmap_lock and the VMA lock held for
/// writing allow writing, and where the rmap shows the VMA its place in the file needs the rmap lock too.
public struct Rights: Hashable, Sendable {
  /// The VMA cannot go away.
  public var isStable = false
  /// Its fields may be read.
  public var mayRead = false
  /// All fields but those by which the rmap finds it.
  public var mayWriteMost = false
  public var mayWriteAll = false
  /// Nobody else can find the VMA: no lock is needed.
  public var isPrivate = false

  /// - Parameter vma: nil gives no right at all.
  public init(_ state: MachineState, of vma: VMArea?, for task: TaskID) {
    guard let vma else { return }
    let inRmap = state.isInRmap(vma.id)
    if !vma.attached, !inRmap, !state.isInTree(vma.id) {
      (isStable, mayRead, mayWriteMost, mayWriteAll, isPrivate) = (true, true, true, true, true)
      return
    }
    let space = state.mm(vma.mm)
    let rmap = inRmap ? vma.file.map { state.file($0).lock } : nil
    let reads =
      space.mmapLock.isHeld(by: task, for: .read) || vma.readers.contains(task)
      || rmap?.isHeld(by: task, for: .read) == true
    isStable = reads
    mayRead = reads
    mayWriteMost = space.mmapLock.isHeld(by: task, for: .write) && state.isWriteLocked(vma)
    mayWriteAll = mayWriteMost && (rmap?.isHeld(by: task, for: .write) ?? true)
  }

  /// The most that is allowed, in two or three words.
  public var summary: String {
    if isPrivate { return "write all, unseen" }
    if mayWriteAll { return "write all" }
    if mayWriteMost { return "write most" }
    return mayRead ? "read" : "nothing"
  }

  /// The same as a sentence.
  public var sentence: String {
    if isPrivate { return "nobody else can find the VMA: every field may be written" }
    if mayWriteAll { return "every field may be written" }
    if mayWriteMost { return "all fields but start, end and pgoff may be written" }
    return mayRead ? "the VMA stays, its fields may be read" : "nothing: the VMA may go at any time"
  }
}
