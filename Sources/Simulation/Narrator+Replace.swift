import KernelRoutines
import MemoryModel

// What lies in the range that is mapped, and goes.

extension Narrator {
  func replaceFact(_ name: String) -> String? {
    let vms = task.vms ?? taskBefore.vms ?? VMAMunmap()
    switch name {
    case "vmafind":
      let (previous, next) = (neighbour(task.map?.previous), neighbour(task.map?.next))
      return inTheWay == 0
        ? "No VMA lies in the range. The neighbours are \(previous) and \(next)"
        : "\(Self.counted(inTheWay)) in the range: MAP_FIXED will replace what it covers"
    case "vmafindwhy":
      return inTheWay == 0
        ? "A VMA in the range would now be detached and cleared: MAP_FIXED"
        : "The old mapping goes before the driver of the new one is asked"
    case "vmafindnote": return inTheWay == 0 ? "range is free" : Self.counted(inTheWay)
    case "goingcount": return Self.counted(after.mm(MMID(0)).tree.overlapping(vms.range).count)
    case "goingpages": return String(vms.pages)
    case "vmacount":
      let count = vms.detached.count
      return count == 1 ? "one" : String(count)
    case "chargepages": return String(after.committed - before.committed)
    case "splitpiece": return vms.piece.flatMap { after.vma($0)?.range.description }
    case "splitrest": return vms.gathered.flatMap { after.vma($0)?.range.description }
    default: return nil
    }
  }

  private var inTheWay: Int { (task.map?.range).map { before.mm(MMID(0)).tree.overlapping($0).count } ?? 0 }

  private static func counted(_ count: Int) -> String { count == 1 ? "1 VMA" : "\(count) VMAs" }
}
