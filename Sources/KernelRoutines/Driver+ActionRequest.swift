import MemoryModel

extension Driver {
  /// The action that a driver's `mmap_prepare` names in the descriptor.
  public enum ActionRequest: Hashable, Sendable {
    case nothing
    /// `mmap_action_remap`: onto consecutive frames from `pfn` on; nil takes the file offset, as /dev/mem
    /// does.
    case remapPFN(PageFrame?, part: Part = .all)
    /// `mmap_action_ioremap`: the same for device memory.
    case ioRemapPFN(PageFrame, part: Part = .all)
    /// `mmap_action_simple_ioremap`: a block of device memory, in bytes; the offset of the call chooses in
    /// it.
    case simpleIORemap(physical: UInt64, bytes: UInt64)
    /// `mmap_action_map_kernel_pages`: an array of counted pages.
    case mapKernelPages(PageArray)
    /// `mmap_action_mixedmap` of the posting: frames from `pfn` on into a mixed map.
    case insertMixed(PageFrame, part: Part = .all)
    /// `mmap_action_mixedmap_pages` of the posting: an array of counted pages that the helper allocates.
    case insertMixedPages(PageArray)
    /// The posting's `action_hook`, which may perform actions of its own.
    case custom(CustomAction)

    /// The constant that `mmap_action.type` gets.
    public var kind: MmapAction.Kind {
      switch self {
      case .nothing: .nothing
      case .remapPFN: .remapPFN
      case .ioRemapPFN: .ioRemapPFN
      case .simpleIORemap: .simpleIORemap
      case .mapKernelPages: .mapKernelPages
      case .insertMixed: .insertMixed
      case .insertMixedPages: .insertMixedPages
      case .custom: .custom
      }
    }
  }

  /// Which pages of a mapping an action is about; it may lie outside, as a driver's mistake.
  public struct Part: Hashable, Sendable {
    /// The first page, counted from the start of the mapping.
    public var from: Int
    /// How many pages; nil is up to the end.
    public var pages: Int?

    public static let all = Part(from: 0, pages: nil)

    public init(from: Int, pages: Int?) {
      self.from = from
      self.pages = pages
    }

    /// The range it stands for in a mapping.
    public func range(in whole: AddressRange) -> AddressRange {
      let start = whole.start.advanced(byPages: from)
      return AddressRange(start, pages: pages ?? max(0, whole.pages - from))
    }
  }

  /// Counted pages of the driver. Fidelity: their frames are consecutive here; the kernel's need not be.
  public struct PageArray: Hashable, Sendable {
    public var frame: PageFrame
    public var part: Part
    /// A page whose reference count is 0, which the kernel refuses; nil when all are good.
    public var badPage: Int?

    public init(frame: PageFrame, part: Part = .all, badPage: Int? = nil) {
      self.frame = frame
      self.part = part
      self.badPage = badPage
    }
  }

  /// What a driver's `action_hook` does with the finished VMA: partial remaps, one after the other.
  public struct CustomAction: Hashable, Sendable {
    public struct Piece: Hashable, Sendable {
      public var frame: PageFrame
      public var part: Part

      public init(frame: PageFrame, part: Part) {
        self.frame = frame
        self.part = part
      }
    }

    public var pieces: [Piece]
    /// The hook clears the action it builds on its stack before it fills it in.
    public var clearsAction: Bool

    public init(pieces: [Piece], clearsAction: Bool = true) {
      self.pieces = pieces
      self.clearsAction = clearsAction
    }
  }
}
