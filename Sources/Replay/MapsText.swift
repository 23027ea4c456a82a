import KernelRoutines
import MemoryModel
import Simulation

/// An address space as the lines of /proc/PID/maps, without device and inode, which the model does not keep.
public enum MapsText {
  /// The lines at the end of a run.
  public static func lines(_ recording: Recording) -> [String] {
    let state = recording.state(at: recording.last)
    return state.mm(MMID(0)).tree.entries.map { entry in
      guard let area = state.vma(entry.vma) else { return "\(entry.range) freed" }
      let path: String
      if let file = area.file {
        path = recording.facts.files[Int(file.index)].path
      } else {
        path = area.name < 0 ? "" : recording.facts.names[Int(area.name)]
      }
      // The offset of memory without a file is not printed.
      let offset = area.file == nil ? 0 : area.pageOffset << 12
      return line(area.range, area.flags.mapsLetters, offset, path)
    }
  }

  /// The line of an imported mapping.
  public static func line(_ mapping: ImageMapping) -> String {
    let letters = "\(mapping.protection)" + (mapping.isShared ? "s" : "p")
    return line(mapping.range, letters, mapping.offset, mapping.name)
  }

  private static func line(_ range: AddressRange, _ letters: String, _ offset: UInt64, _ path: String)
    -> String
  {
    "\(range) \(letters) \(String(offset, radix: 16)) \(path)"
  }
}
