import Glibc
import KernelRoutines
import MemoryModel
import Testing

@testable import Importers

@Suite("The kernel agrees about the address") struct KernelAddressTests {
  @Test("Given a process's maps, the search chooses what the kernel then gives, 20 times of 20")
  func sameAddress() throws {
    var agreed = 0
    for round in 1...20 {
      let output = try MapChildRun.output()
      let cut = try #require(
        output.lastRange(of: "mapped "), "round \(round): no answer in \(output.count) bytes")
      let maps = MapsReader.read(Array(output[..<cut.lowerBound]))
      let answer = String(decoding: output[cut.upperBound...].dropLast(), as: UTF8.self)
      let given = VirtualAddress(try #require(UInt64(answer, radix: 16), "round \(round): \(answer)"))
      #expect(maps.complaints.isEmpty, "round \(round)")
      #expect(maps.mappings.contains { $0.name == "[stack]" }, "round \(round)")

      let taken = maps.mappings.map { AddressSearch.Taken(range: $0.range, isStack: $0.name == "[stack]") }
      let chosen = AddressSearch.topDown(pages: 16, taken: taken)
      #expect(chosen == given, "round \(round): \(around(given, chosen, maps.mappings))")
      agreed += chosen == given ? 1 : 0
    }
    #expect(agreed == 20)
  }

  // The mappings next to both addresses, one a line.
  private func around(
    _ given: VirtualAddress, _ chosen: VirtualAddress?, _ mappings: [ImageMapping]
  ) -> Comment {
    let last = mappings.suffix(20).map { "\($0.range) \($0.name)" }.joined(separator: "\n")
    return "the kernel gave \(given), the search \(chosen.map(\.description) ?? "nothing")\n\(last)"
  }
}

/// The child that prints its maps and then maps 64 KiB more.
private enum MapChildRun {
  struct Failed: Error {
    var call: String
    var code: Int32
  }

  /// Everything it wrote.
  static func output() throws -> [UInt8] {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw Failed(call: "pipe", code: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[0]) }
    let child = try start(writingTo: ends[1])
    close(ends[1])
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    // Not until the end of the file: a process that another test starts meanwhile may keep the pipe open.
    while bytes.last != UInt8(ascii: "\n") || bytes.lastRange(of: "\nmapped ") == nil {
      let count = read(ends[0], &buffer, buffer.count)
      if count <= 0 { break }
      bytes += buffer[..<count]
    }
    var status: Int32 = 0
    waitpid(child, &status, 0)
    guard status == 0 else { throw Failed(call: "MapChild", code: status) }
    return bytes
  }

  private static func start(writingTo end: Int32) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, end, 1)
    let path = built("MapChild")
    var child: pid_t = 0
    let arguments = [strdup(path), nil]
    defer { free(arguments[0]) }
    let code = posix_spawn(&child, path, &actions, nil, arguments, environ)
    guard code == 0 else { throw Failed(call: "posix_spawn \(path)", code: code) }
    return child
  }

  /// A program that was built beside the tests.
  private static func built(_ name: String) -> String {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
    guard let slash = bundle.lastIndex(of: "/") else { return name }
    return bundle[...slash] + name
  }
}

extension [UInt8] {
  /// The place of the last occurrence of a word.
  fileprivate func lastRange(of word: String) -> Range<Int>? {
    let bytes = Array(word.utf8)
    guard count >= bytes.count else { return nil }
    for start in stride(from: count - bytes.count, through: 0, by: -1)
    where self[start..<start + bytes.count].elementsEqual(bytes) {
      return start..<start + bytes.count
    }
    return nil
  }
}
