import MemoryModel

/// What a driver's mmap hook does: what its `mmap_prepare` asks for, or what its `f_op->mmap` does itself.
///
/// A closed list: a driver is described, not programmed, so that every screen can say what it is.
public struct Driver: Hashable, Sendable {
  /// The prefix of the driver's functions: `lab` gives `lab_mmap_prepare`.
  public var symbol: String
  /// The action named in the descriptor.
  public var action: ActionRequest
  /// The error `mmap_prepare` returns, nil when it succeeds.
  public var prepareError: Errno?
  /// Errors `mmap_prepare` may return when a step is made to fail.
  public var prepareMayFail: [Errno]
  public var successHook: SuccessHook?
  public var errorHook: ErrorHook?
  /// `vm_ops->mapped`, 7.1 and later.
  public var mappedHook: MappedHook?
  /// `hide_from_rmap_until_complete`, 6.19 and later.
  public var hidesFromRmap: Bool

  /// `error_override` of 7.2 and later: what an error hook that always gives one error became.
  public var errorOverride: Errno? {
    if case .filters(let errno) = errorHook { return errno }
    return nil
  }
  /// `f_op->mmap` in place of `mmap_prepare`.
  public var legacy: LegacyHook?
  /// The path of the file beneath: the driver's own `f_op->mmap` swaps that file in and calls its hook.
  public var stackedOn: String?
  /// The name of the prepare hook where it does not follow from the symbol, such as `mmap_mem_prepare`.
  public var prepareFunction: String?

  /// `vm_ops->fault`: the VMA is filled page by page when it is used.
  public var hasFault = false
  /// The first frame it maps in an ioctl() after mmap() has returned, instead of an action.
  public var populatesFrom: PageFrame?
  /// What it does although no driver may.
  public var overstep: Overstep?

  /// The name of the prepare hook, as a trace shows it.
  public var prepareName: String { prepareFunction ?? "\(symbol)_mmap_prepare" }

  /// Whether the file itself has `f_op->mmap`, which is called with a VMA.
  public var hasMmapHook: Bool { legacy != nil || stackedOn != nil }

  /// The name of `f_op->mmap`, as a trace shows it.
  public var mmapName: String { legacy?.function ?? "\(symbol)_mmap" }

  public enum ActionRequest: Hashable, Sendable {
    case nothing
    /// `mmap_action_remap`: the whole range onto consecutive frames from `pfn` on; nil takes the file offset,
    /// as /dev/mem does.
    case remapPFN(PageFrame?)
  }

  /// What a driver does with a VMA that only it can see.
  public struct LegacyHook: Hashable, Sendable {
    /// What it maps at once, with `remap_pfn_range`.
    public var action: ActionRequest
    /// What it returns; nil is 0.
    public var error: Errno?
    /// The pages it has mapped when it gives up.
    public var failsAfter: Int
    /// It makes `vm_pgoff` the first frame, as drivers do whose files are windows into physical memory.
    public var movesOffset: Bool
    /// It is that of shmem, which the core trusts with the flags.
    public var isShmem = false
    /// Its name where that does not follow from the symbol, such as `mmap_mem`.
    public var function: String?

    public init(
      action: ActionRequest = .nothing, error: Errno? = nil, failsAfter: Int = 0,
      movesOffset: Bool = false, function: String? = nil
    ) {
      self.action = action
      self.error = error
      self.failsAfter = failsAfter
      self.movesOffset = movesOffset
      self.function = function
    }
  }

  public struct SuccessHook: Hashable, Sendable {
    /// What it returns; nil is 0.
    public var error: Errno?
    public init(error: Errno? = nil) { self.error = error }
  }

  public struct MappedHook: Hashable, Sendable {
    /// What it returns; nil is 0.
    public var error: Errno?
    public init(error: Errno? = nil) { self.error = error }
  }

  public enum ErrorHook: Hashable, Sendable {
    /// Returns the error it was given.
    case keeps
    /// Returns another error.
    case filters(to: Errno)
    /// Returns 0, which the kernel forbids but does not prevent.
    case clears
  }

  public init(
    symbol: String, action: ActionRequest = .nothing, prepareError: Errno? = nil,
    prepareMayFail: [Errno] = [.EINVAL], successHook: SuccessHook? = nil, errorHook: ErrorHook? = nil,
    mappedHook: MappedHook? = nil, hidesFromRmap: Bool = false, prepareFunction: String? = nil,
    legacy: LegacyHook? = nil, stackedOn: String? = nil
  ) {
    self.symbol = symbol
    self.action = action
    self.prepareError = prepareError
    self.prepareMayFail = prepareMayFail
    self.successHook = successHook
    self.errorHook = errorHook
    self.mappedHook = mappedHook
    self.hidesFromRmap = hidesFromRmap
    self.prepareFunction = prepareFunction
    self.legacy = legacy
    self.stackedOn = stackedOn
  }
}
