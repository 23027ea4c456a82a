import KernelRoutines
import MemoryModel
import Simulation

/// An address space as the lines of /proc/PID/maps, without device and inode, which the model does not keep.
enum MapsText {
  /// The lines at the end of a run.
  static func lines(_ recording: Recording) -> [String] {
    let state = recording.state(at: recording.last)
    return state.mm(MMID(0)).tree.entries.map { entry in
      guard let area = state.vma(entry.vma) else { return "\(entry.range) freed" }
      let path: String
      if let file = area.file {
        path = recording.facts.files[Int(file.index)].path
      } else {
        path = area.name < 0 ? "" : recording.facts.names[Int(area.name)]
      }
      return line(area.range, area.flags.mapsLetters, area.pageOffset << 12, path)
    }
  }

  /// The line of an imported mapping.
  static func line(_ mapping: ImageMapping) -> String {
    let letters = "\(mapping.protection)" + (mapping.isShared ? "s" : "p")
    return line(mapping.range, letters, mapping.offset, mapping.name)
  }

  private static func line(_ range: AddressRange, _ letters: String, _ offset: UInt64, _ path: String)
    -> String
  {
    "\(range) \(letters) \(String(offset, radix: 16)) \(path)"
  }
}
