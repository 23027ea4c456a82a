/// A thread: where it stands in the kernel, its stack objects, and what came of its call.
public struct TaskStruct: Hashable, Sendable {
  public enum Status: UInt8, Hashable, Sendable {
    case ready, waiting, finished
  }

  public var id: TaskID
  public var mm: MMID
  public internal(set) var frames: [StackFrame] = []
  public internal(set) var locals: [StackLocal] = []
  public internal(set) var status = Status.ready
  /// The lock a waiting task wants.
  public internal(set) var waitsFor: LockID?
  /// What the last call returned to user space.
  public internal(set) var result: Returned?
  /// The last error of a hook that somebody ignored: a law about reporting reads it.
  public internal(set) var swallowed: Errno?
  /// The ranges that the actions of its call said they would fill: a law about completeness reads it.
  public internal(set) var promised: [AddressRange] = []
  /// Which of the task's calls runs, or runs next.
  public internal(set) var call = 0

  public init(id: TaskID, mm: MMID) {
    self.id = id
    self.mm = mm
  }

  @inlinable public var request: MmapRequest? {
    for case .request(let value) in locals.reversed() { return value }
    return nil
  }
  @inlinable public var map: MmapState? {
    for case .map(let value) in locals.reversed() { return value }
    return nil
  }
  @inlinable public var desc: VMAreaDesc? {
    for case .desc(let value) in locals.reversed() { return value }
    return nil
  }
  @inlinable public var vms: VMAMunmap? {
    for case .vms(let value) in locals.reversed() { return value }
    return nil
  }
  @inlinable public var look: Look? {
    for case .look(let value) in locals.reversed() { return value }
    return nil
  }
  @inlinable public var action: MmapAction? {
    for case .action(let value) in locals.reversed() { return value }
    return nil
  }
  @inlinable public var walk: Walk? {
    for case .walk(let value) in locals.reversed() { return value }
    return nil
  }
}

/// What a system call gave back.
public enum Returned: Hashable, Sendable {
  case address(VirtualAddress)
  case error(Errno)
  /// 0, or an access that was served.
  case done
  case signal(Signal)

  public var error: Errno? {
    if case .error(let errno) = self { return errno }
    return nil
  }
}

/// One frame of a task's kernel stack.
public struct StackFrame: Hashable, Sendable {
  /// The next instruction of this frame's routine.
  public internal(set) var pc: Int32
  /// The stage its call set, as a number of `Stage`; -1 when the routine's own holds.
  public internal(set) var stage: Int8
  /// How many stack objects the routine declared.
  public internal(set) var locals: UInt8
  /// The pending error.
  public internal(set) var error: Errno?
  /// The loop counter, counting from `first`, and where the loop ends.
  public internal(set) var index: Int32 = 0
  public internal(set) var end: Int32 = 0

  public init(pc: Int32, stage: Int8, locals: UInt8, error: Errno?) {
    self.pc = pc
    self.stage = stage
    self.locals = locals
    self.error = error
  }
}
