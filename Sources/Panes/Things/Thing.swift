import Drawing
import MemoryModel

/// What a person can select on the screen. `e` explains it; `b` and `w` go to its changes.
public enum Thing: Hashable, Sendable {
  /// The mapping that the run is about.
  case mapping
  /// Another VMA of the process.
  case neighbour(VMAID)
  /// One flag of the mapping.
  case flag(VMAFlags)
  case lamp(Lamp)
  /// The table of a level that leads to the range.
  case table(PageLevel)
  /// The page-table entry of a page of the range, counted from 0.
  case entry(Int)
  case lock(LaneTrack.Lock)
  /// What the locks that are held allow.
  case rights
  case sight(Sight)
  case field(Field)
  /// What is compared before a merge.
  case compared(Compared)
  case account(Ledger.Line)
  /// A step that ran, by the position behind it.
  case step(Int)
  /// A line of the listing that did not run, by its instruction.
  case line(Int32)
  /// The ways to map pages of a driver, side by side; it stands nowhere, a person asks for it.
  case ways
  /// A stage, by its place on the rail.
  case stage(Int)

  /// The lamps of a VMA.
  public enum Lamp: String, CaseIterable, Hashable, Sendable {
    case allocated, tree, rmap
  }

  /// The observers.
  public enum Sight: String, CaseIterable, Hashable, Sendable {
    case tree, cpu, fault, maps, rmap, gup, fork, reclaim

    /// The name in the list of observers.
    var title: String {
      switch self {
      case .tree: "tree lookup"
      case .cpu: "another cpu"
      case .fault: "page fault"
      case .maps: "/proc/PID/maps"
      case .rmap: "rmap walker"
      case .gup: "fast GUP"
      case .fork: "fork"
      case .reclaim: "reclaim"
      }
    }
  }

  /// The rows of the merge pane.
  public enum Compared: String, CaseIterable, Hashable, Sendable {
    case range = "page range"
    case file = "file object"
    case pageOffset = "page offset"
    case flags
    case anonOffset = "anon offset"
    case special
    case anonVMA = "anon_vma"
    case closeHook = "close hook"
  }

  /// The fields of `vm_area_desc` as the Descriptor pane groups them.
  public enum Field: String, CaseIterable, Hashable, Sendable {
    case file, range, pgoff, flags, prot
    case ops = "vm_ops"
    case privateData = "private"
    case action, hooks
  }
}

extension Canvas {
  /// Notes what a place stands for.
  mutating func note(_ thing: Thing, x: Int, y: Int, width: Int, height: Int = 1) {
    let spot: any Sendable = thing
    note(spot, x: x, y: y, width: width, height: height)
  }
}
