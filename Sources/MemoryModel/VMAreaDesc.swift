/// What a driver is given and may edit before there is a VMA, `struct vm_area_desc`.
///
/// Kernel: include/linux/mm_types.h as posted in the seed.
public struct VMAreaDesc: Hashable, Sendable {
  /// Who may write a field.
  public enum Access: Hashable, Sendable {
    /// Set by the core; the driver reads it.
    case immutable
    /// The driver may change what the core filled in.
    case mutable
    /// The driver writes it; the core never reads a value back.
    case writeOnly
  }

  public enum Field: Hashable, Sendable {
    case range(AddressRange)
    case file(FileID?)
    case pageOffset(UInt64)
    case vmFile(FileID?)
    case flags(VMAFlags)
    case pageProtection(Protection)
    case ops(VMOps)
    case privateData(Bool)
    case action(MmapAction.Field)

    /// The group the field belongs to, for the Descriptor pane and for the law on overstepping drivers.
    public var access: Access {
      switch self {
      case .range, .file: .immutable
      case .pageOffset, .vmFile, .flags, .pageProtection: .mutable
      case .ops, .privateData, .action: .writeOnly
      }
    }
  }

  // Immutable.
  public internal(set) var range = AddressRange(VirtualAddress(0), VirtualAddress(0))
  public internal(set) var file: FileID?
  // Mutable.
  public internal(set) var pageOffset: UInt64 = 0
  public internal(set) var vmFile: FileID?
  public internal(set) var flags: VMAFlags = []
  public internal(set) var pageProtection: Protection = []
  // Write-only.
  public internal(set) var ops: VMOps?
  public internal(set) var hasPrivateData = false
  public internal(set) var action = MmapAction()

  public init() {}

  mutating func set(_ field: Field) {
    switch field {
    case .range(let value): range = value
    case .file(let value): file = value
    case .pageOffset(let value): pageOffset = value
    case .vmFile(let value): vmFile = value
    case .flags(let value): flags = value
    case .pageProtection(let value): pageProtection = value
    case .ops(let value): ops = value
    case .privateData(let value): hasPrivateData = value
    case .action(let field): action.set(field)
    }
  }
}
