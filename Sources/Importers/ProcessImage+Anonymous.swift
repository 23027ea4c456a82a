import MemoryModel

extension ProcessImage {
  /// The same address space without names: the process, its files and what they lie on are numbered instead.
  /// What the kernel itself names, such as `[stack]`, stays.
  public var anonymous: ProcessImage {
    var numbers: [String: Int] = [:]
    let mappings = self.mappings.map { mapping -> ImageMapping in
      var plain = mapping
      guard !mapping.name.isEmpty else { return plain }
      if mapping.name.hasPrefix("[") {
        // A name behind a colon is the program's own.
        plain.name = mapping.name.contains(":") ? "[anon]" : mapping.name
        return plain
      }
      let number = numbers[mapping.name] ?? numbers.count + 1
      numbers[mapping.name] = number
      plain.name = "/file-\(number)"
      plain.device = "00:01"
      plain.inode = UInt64(number)
      return plain
    }
    return ProcessImage(name: "process", pid: 0, mappings: mappings)
  }
}
