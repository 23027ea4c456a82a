import Foundation
import Testing

@Suite("Reports for scripts") struct ReportTests {
  @Test(
    "JSON is valid, and the same bytes each time",
    arguments: [
      "sweep rmap-deadlock --revisions 6.19,7.3 --json",
      "compare rmap-deadlock --revisions 6.19,7.0 --json",
    ])
  func json(line: String) throws {
    let first = try Command.shell("$V \(line)")
    let again = try Command.shell("$V \(line)")
    #expect(first.status == 0, first.report)
    #expect(first.output == again.output)
    let object = try JSONSerialization.jsonObject(with: Data(first.output.utf8)) as? [String: Any]
    let keys = try #require(object).keys.sorted()
    let expected =
      line.hasPrefix("sweep")
      ? ["kernels", "scenario"]
      : ["changed_lines", "first_difference", "runs", "scenario", "steps"]
    #expect(keys == expected)
  }

  @Test("Conformance compares the recordings of a folder, and says where one case differs")
  func conformance() throws {
    let folder = ReadmeTests.root.appending(path: "Tests/Recordings").path()
    let all = try Command.run("conformance", folder)
    let last = all.lines.last { !$0.isEmpty } ?? ""
    #expect(all.status == 0, all.report)
    #expect(last.hasPrefix("agreed ") && last.contains(", unexplained 0, known lines "), "\(last)")
    // An errno is never explained away.
    let desk = try TemporaryFolder()
    let wrong = try Command.shell(
      """
      mkdir '\(desk.path("7.3"))' && cp '\(folder)'/7.3/tmpfs_shared.* '\(desk.path("7.3"))'
      sed -i 's/"errno_name": ""/"errno_name": "EIO"/' '\(desk.path("7.3"))'/tmpfs_shared.json
      "$V" conformance '\(desk.path("7.3"))'
      """)
    #expect(wrong.status == 1 && wrong.output.contains("tmpfs_shared: unexplained"), wrong.report)
  }

  @Test("A sweep tells each point once and from there on")
  func sweep() throws {
    let lines = try Command.run("sweep", "device-memory").output.split(separator: "\n").map(String.init)
    let points = lines.filter { $0.hasPrefix("  ") }.map { $0.split(separator: " ")[0] }
    let lasting = points.filter { $0.hasSuffix("+") }.map { String($0.dropLast()) }
    #expect(!lasting.isEmpty)
    #expect(points.filter { !$0.hasSuffix("+") }.map(String.init) == lasting)
    let denied = "  action.remap.pte_alloc.0=ENOMEM  told -EAGAIN, left nothing"
    #expect(lines.contains(denied), "\(lines.joined(separator: "\n"))")
  }

  @Test("A comparison ends with the lines that the kernels write differently")
  func changedLines() throws {
    let output = try Command.run("compare", "rmap-deadlock", "--revisions", "6.19,7.0").output
    #expect(output.contains("changed lines, 6.19 to 7.0:\n"))
    let lines = output.split(separator: "\n")
    let place = try #require(lines.firstIndex { $0.contains("__mmap_region, mm/vma.c") })
    #expect(lines[place...].contains { $0 == "    - call_action_complete" }, "\(output)")
    #expect(lines[place...].contains { $0 == "    + mmap_action_complete" }, "\(output)")
  }

  @Test("What is simplified is listed with the reason, and what a recording shows is not")
  func fidelity() throws {
    let lines = try Command.run("list", "fidelity").output.split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("customised  do_mmap ") && $0.contains("checks") })
    #expect(lines.contains { $0.hasPrefix("customised  __mmap_setup ") && $0.contains("by name") })
    #expect(lines.contains { $0.hasPrefix("duplicated  __mmap_region ") })
  }
}
