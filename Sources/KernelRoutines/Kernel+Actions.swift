import MemoryModel

// What routines ask of the action at work, and how a driver's wish becomes the fields of `mmap_action`.

extension Kernel {
  /// The action at work: a hook's own one, else the descriptor's.
  public var action: MmapAction { current.action ?? desc.action }

  mutating func setAction(_ field: MmapAction.Field) {
    if current.action != nil { emit(.action(task, field)) } else { setDesc(.action(field)) }
  }

  /// The helpers `mmap_action_*` of the driver's header: they only write down what is wanted.
  mutating func request(_ wish: Driver.ActionRequest) {
    guard wish != .nothing else { return }
    setAction(.kind(wish.kind))
    switch wish {
    case .nothing, .custom: break
    case .remapPFN(let frame, let part):
      setAction(.range(part.range(in: desc.range)))
      setAction(.frame(frame ?? PageFrame(desc.pageOffset)))
    case .ioRemapPFN(let frame, let part), .insertMixed(let frame, let part):
      setAction(.range(part.range(in: desc.range)))
      setAction(.frame(frame))
    case .simpleIORemap(let physical, let bytes): setAction(.physical(physical, bytes: bytes))
    case .mapKernelPages(let array), .insertMixedPages(let array):
      setAction(.range(array.part.range(in: desc.range)))
      setAction(.frame(array.frame))
      // The posting's helper copies the page pointers into an array of its own.
      if wish.kind == .insertMixedPages {
        emit(.pageArrays(1))
        setAction(.ownsArray(true))
      }
    }
  }

  /// The action asks for a range that is not inside the descriptor's.
  var isOutsideDesc: Bool {
    let range = action.range
    return range.start < desc.range.start || range.end > desc.range.end || range.end < range.start
  }

  /// Private and writable, and not the whole mapping: one pgoff cannot serve it.
  var isPartialCowAction: Bool { desc.flags.isCow && action.range != desc.range }

  /// Why `simple_ioremap_prepare` refuses, nil when it does not.
  var simpleIORemapRefusal: Errno? {
    let (_, overflows) = action.physical.addingReportingOverflow(action.physicalBytes)
    guard !overflows, let left = pagesOfBlock, left >= UInt64(desc.range.pages) else { return .EINVAL }
    return nil
  }

  // The pages of the block that lie behind the offset of the call; nil when the offset is behind them.
  private var pagesOfBlock: UInt64? {
    let inPage = action.physical & (VirtualAddress.pageSize - 1)
    let pages = (action.physicalBytes + inPage + VirtualAddress.pageSize - 1) >> 12
    return desc.pageOffset <= pages ? pages - desc.pageOffset : nil
  }

  /// The page of the array that the walk stands at is one the kernel refuses.
  var isBadPage: Bool { pageArray?.badPage == index }

  private var pageArray: Driver.PageArray? {
    switch driver?.action {
    case .mapKernelPages(let array)?, .insertMixedPages(let array)?: array
    default: nil
    }
  }
}
