import MemoryModel

/// What a driver's `mmap_prepare` asks for and what its hooks do.
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
  /// The name of the prepare hook where it does not follow from the symbol, such as `mmap_mem_prepare`.
  public var prepareFunction: String?

  /// The name of the prepare hook, as a trace shows it.
  public var prepareName: String { prepareFunction ?? "\(symbol)_mmap_prepare" }

  public enum ActionRequest: Hashable, Sendable {
    case nothing
    /// `mmap_action_remap`: the whole range onto consecutive frames from `pfn` on; nil takes the file offset,
    /// as /dev/mem does.
    case remapPFN(PageFrame?)
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
    mappedHook: MappedHook? = nil, hidesFromRmap: Bool = false, prepareFunction: String? = nil
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
  }
}
