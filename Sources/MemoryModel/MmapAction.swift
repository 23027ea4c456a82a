/// What the kernel shall do with the finished VMA, `struct mmap_action`, include/linux/mm_types.h.
public struct MmapAction: Hashable, Sendable {
  public enum Kind: UInt8, CaseIterable, Hashable, Sendable {
    case nothing, remapPFN, ioRemapPFN, simpleIORemap, mapKernelPages
    case insertMixed, insertMixedPages, custom

    /// The constant's name.
    public var name: String {
      switch self {
      case .nothing: "MMAP_NOTHING"
      case .remapPFN: "MMAP_REMAP_PFN"
      case .ioRemapPFN: "MMAP_IO_REMAP_PFN"
      case .simpleIORemap: "MMAP_SIMPLE_IO_REMAP"
      case .mapKernelPages: "MMAP_MAP_KERNEL_PAGES"
      case .insertMixed: "MMAP_INSERT_MIXED"
      case .insertMixedPages: "MMAP_INSERT_MIXED_PAGES"
      case .custom: "MMAP_CUSTOM_ACTION"
      }
    }
  }

  public enum Field: Hashable, Sendable {
    case kind(Kind)
    case range(AddressRange)
    case frame(PageFrame)
    case physical(UInt64, bytes: UInt64)
    case hooks(success: Bool, error: Bool)
    case hides(Bool)
    case errorOverride(Errno?, isValid: Bool)
    case ownsArray(Bool)
    case isCleared(Bool)
  }

  public internal(set) var kind = Kind.nothing
  /// The part of the mapping that is filled: `start` and `size`; in the posting `addr` and a size or a number
  /// of pages.
  public internal(set) var range = AddressRange(VirtualAddress(0), VirtualAddress(0))
  /// `start_pfn`, or the frame of the first page of the array.
  public internal(set) var frame = PageFrame(0)
  /// `simple_ioremap.start_phys_addr` and `.size`, in bytes.
  public internal(set) var physical: UInt64 = 0
  public internal(set) var physicalBytes: UInt64 = 0
  public internal(set) var hasSuccessHook = false
  public internal(set) var hasErrorHook = false
  /// `hide_from_rmap_until_complete`: the rmap lock is kept until the action is done.
  public internal(set) var hidesFromRmap = false
  /// `error_override`: the error mmap() gives for any failure of the action.
  public internal(set) var errorOverride: Errno?
  /// It is a negative errno, as it has to be.
  public internal(set) var isOverrideValid = true
  /// `mixedmap_pages.kfree_pages`: the array of pages was allocated for the action, and goes with it.
  public internal(set) var ownsArray = false
  /// Its memory was cleared before use; the descriptor's action always is.
  public internal(set) var isCleared = true

  public init() {}

  mutating func set(_ field: Field) {
    switch field {
    case .kind(let value): kind = value
    case .range(let value): range = value
    case .frame(let value): frame = value
    case .physical(let address, let bytes): (physical, physicalBytes) = (address, bytes)
    case .hooks(let success, let error): (hasSuccessHook, hasErrorHook) = (success, error)
    case .hides(let value): hidesFromRmap = value
    case .errorOverride(let value, let isValid): (errorOverride, isOverrideValid) = (value, isValid)
    case .ownsArray(let value): ownsArray = value
    case .isCleared(let value): isCleared = value
    }
  }
}
