import Glibc

/// Prints this process's memory map and then what the kernel answers to one more `mmap`.
///
/// The map's lines come as /proc/self/maps has them; the last line is `mapped` and the address of 64 KiB of
/// /dev/zero, shared, read and write. Nothing else is mapped between the two: the buffer and both files are
/// there before, and nothing here allocates. Exit status 1 when a call fails.
@main
struct MapChild {
  /// Limit: a map of this many bytes, ten times what a Swift program has.
  private static let capacity = 1 << 20
  private static let length = 64 << 10

  static func main() {
    let buffer = mmap(nil, capacity, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    let zero = open("/dev/zero", O_RDWR)
    let maps = open("/proc/self/maps", O_RDONLY)
    guard let buffer, buffer != MAP_FAILED, zero >= 0, maps >= 0 else { exit(1) }
    let text = UnsafeMutableRawBufferPointer(start: buffer, count: capacity)

    var count = 0
    while count < capacity {
      let more = read(maps, buffer + count, capacity - count)
      if more < 0 { exit(1) }
      if more == 0 { break }
      count += more
    }
    let mapped = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_SHARED, zero, 0)

    // A full buffer would mean that the end of the map is missing.
    guard let mapped, mapped != MAP_FAILED, count < capacity - 64 else { exit(1) }
    count = append("mapped ", to: text, at: count)
    count = append(hexadecimal: UInt(bitPattern: mapped), to: text, at: count)
    count = append("\n", to: text, at: count)
    printAll(text, count)
  }

  private static func append(
    _ word: StaticString, to text: UnsafeMutableRawBufferPointer, at start: Int
  ) -> Int {
    for index in 0..<word.utf8CodeUnitCount { text[start + index] = word.utf8Start[index] }
    return start + word.utf8CodeUnitCount
  }

  private static func append(
    hexadecimal value: UInt, to text: UnsafeMutableRawBufferPointer, at start: Int
  ) -> Int {
    let digits = max(1, (UInt.bitWidth - value.leadingZeroBitCount + 3) / 4)
    for index in 0..<digits {
      let digit = UInt8(truncatingIfNeeded: value >> UInt(4 * (digits - 1 - index))) & 15
      text[start + index] = digit < 10 ? 0x30 + digit : 0x57 + digit
    }
    return start + digits
  }

  private static func printAll(_ text: UnsafeMutableRawBufferPointer, _ count: Int) {
    var written = 0
    while written < count {
      let more = write(STDOUT_FILENO, text.baseAddress.map { $0 + written }, count - written)
      if more <= 0 { exit(1) }
      written += more
    }
  }
}
