import KernelRoutines
import MemoryModel

/// Sizes and rights in words.
public enum Amount {
  /// Bytes in at most four characters and a unit: `64K`, `1.4M`, `12G`, `41T`.
  public static func bytes(_ bytes: UInt64) -> String {
    let units = ["", "K", "M", "G", "T", "P"]
    var unit = 0
    var divisor: UInt64 = 1
    while unit + 1 < units.count, bytes / divisor >= 1024 {
      divisor *= 1024
      unit += 1
    }
    return "\(rounded(bytes, divisor))\(units[unit])"
  }

  /// The size of a gap: `782 GiB`, `41.2 TiB`.
  public static func gap(_ bytes: UInt64) -> String {
    let units = ["B", "KiB", "MiB", "GiB", "TiB"]
    var unit = 0
    var divisor: UInt64 = 1
    while unit + 1 < units.count, bytes / divisor >= 1024 {
      divisor *= 1024
      unit += 1
    }
    return "\(rounded(bytes, divisor)) \(units[unit])"
  }

  // One digit behind the point below a hundred, none when it is 0.
  private static func rounded(_ bytes: UInt64, _ divisor: UInt64) -> String {
    let whole = bytes / divisor
    guard whole < 100, divisor > 1 else { return String(whole) }
    let tenths = (bytes % divisor) * 10 / divisor
    return tenths == 0 ? String(whole) : "\(whole).\(tenths)"
  }

  /// `read and write`.
  public static func rights(_ protection: Protection) -> String {
    var words: [String] = []
    if protection.contains(.read) { words.append("read") }
    if protection.contains(.write) { words.append("write") }
    if protection.contains(.execute) { words.append("execute") }
    return words.isEmpty ? "no access" : words.joined(separator: " and ")
  }
}

extension MachineFacts {
  /// What a VMA is called on the screen: the last part of its path, or its bracketed name.
  public func name(of area: VMArea) -> String {
    if let file = area.file { return String(files[Int(file.index)].path.split(separator: "/").last ?? "/") }
    return area.name >= 0 ? names[Int(area.name)] : "anon"
  }
}
