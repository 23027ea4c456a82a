import Testing

/// Each check on a sample that breaks it: a check that cannot fail protects nothing.
@Suite("The house rules find what they look for")
struct HouseRulesTests {
  private let table = RoomTable(
    """
    | room | duty | may import |
    | --- | --- | --- |
    | `Drawing` | cells | nothing |
    | `Themes` | texts | `Drawing`, `Yams` |

    | `Later` | another table | `Foundation` |
    """)

  private func file(_ text: String, path: String = "Sources/Drawing/Cell.swift") -> SourceFile {
    SourceFile(path: path, text: text)
  }

  private func lines(_ count: Int, _ line: String = "let a = 1") -> String {
    String(repeating: line + "\n", count: count)
  }

  @Test("The table is read up to its end")
  func tableIsRead() {
    #expect(table.rooms.map(\.name) == ["Drawing", "Themes"])
    #expect(table.room("Themes")?.doors == ["Drawing", "Yams"])
    #expect(table.room("Drawing")?.doors == [])
  }

  @Test(
    "An import without a door is found, however it is written",
    arguments: [
      "import Foundation", "@testable import Foundation", "public import Foundation",
      "@preconcurrency internal import Foundation", "import struct Foundation.URL", "import Foundation.NSURL",
      "@_implementationOnly import Foundation", "import Foundation  // for dates",
    ])
  func breach(line: String) {
    let found = HouseRules.breaches(file("/// A.\n" + line + "\n"), table)
    #expect(found.map(\.description) == ["Sources/Drawing/Cell.swift:2: Drawing has no door to Foundation"])
  }

  @Test("Doors that exist are used freely, and words are no imports")
  func noBreach() {
    let themes = file("import Drawing\nimport Yams\n", path: "Sources/Themes/ThemeFile.swift")
    #expect(HouseRules.breaches(themes, table).isEmpty)
    let words =
      "// import Foundation\n/* import Glibc */ let important = \"import Glibc\"\nlet `import` = 1\n"
    #expect(HouseRules.breaches(file(words), table).isEmpty)
  }

  @Test("A folder that is no room is found")
  func noRoom() {
    let found = HouseRules.breaches(file("", path: "Sources/Common/Tools.swift"), table)
    #expect(found.map(\.what) == ["Common is no room of the table"])
  }

  @Test("The first line too many and the first column too many are found")
  func lengths() {
    #expect(HouseRules.lengths(file(lines(300))).isEmpty)
    #expect(
      HouseRules.lengths(file(lines(301))).map(\.description) == [
        "Sources/Drawing/Cell.swift:301: 301 lines, at most 300"
      ])
    let (fits, long) = (String(repeating: "─", count: 110), String(repeating: "─", count: 111))
    #expect(HouseRules.lengths(file(fits + "\n" + long)).map(\.line) == [2])
  }

  @Test(
    "A function that is too long is found",
    arguments: [
      "func draw() {", "init(_ text: String) {", "func b(_ a: [Int]) async throws(E) -> [Int: String] {",
      "public init?(a: Int = 1) {",
      "func a<T>(_ b: T)\n  where T: P\n{",
    ])
  func functions(head: String) {
    let extra = head.split(separator: "\n").count - 1
    let fits = "struct A {\n  \(head)\n" + lines(58 - extra, "    if a { b() }") + "  }\n}\n"
    let long = "struct A {\n  \(head)\n" + lines(59 - extra, "    if a { b() }") + "  }\n}\n"
    #expect(FunctionLengths.findings(file(fits)).isEmpty)
    #expect(FunctionLengths.findings(file(long)).map(\.what) == ["a function of 61 lines, at most 60"])
  }

  @Test("A routine that is too long is found")
  func routines() {
    let long = "private let zap: RoutineMaker = { kernel in\n" + lines(60, "  Step()") + "}\nlet limit = 4\n"
    #expect(FunctionLengths.findings(file(long)).map(\.what) == ["a function of 62 lines, at most 60"])
  }

  @Test("Braces in strings and comments, calls and requirements are no functions")
  func notFunctions() {
    let requirement = "protocol P {\n  func a() -> Int\n  init(b: Int)\n}\n"
    let call = "let a = Self.init(b)\nlet b = .init(c)\n"
    let text = "func short() { print(\"{ \\(a(\"}\")) {\") /* { */ }  // {\n"
    #expect(FunctionLengths.findings(file(requirement + call + text + lines(80)), limit: 5).isEmpty)
  }

  @Test("Comments and strings are blanked in place")
  func codeOnly() {
    #expect(CodeOnly.of("a // b\nc") == "a     \nc")
    #expect(CodeOnly.of("/* a /* b */ c */d") == "                 d")
    #expect(CodeOnly.of("f(\"x\\\"y\", #\"a\"b\"#)") == "f(      ,        )")
    #expect(CodeOnly.of("a(\"\\(b(\"c\"))\")z") == "a(           )z")
    #expect(CodeOnly.of("\"\"\"\n{ \" }\n\"\"\";") == "   \n     \n   ;")
  }

  @Test(
    "Force is found",
    arguments: [
      ("let a = try! b()", "try!"), ("let a = b as! C", "as!"), ("let a = b!", "forced unwrapping"),
      ("b!.c()", "forced unwrapping"), ("b()!.c()", "forced unwrapping"), ("b[0]!", "forced unwrapping"),
      ("fatalError(\"no\")", "fatalError"),
    ])
  func force(code: String, what: String) {
    #expect(HouseRules.force(file(code)).map(\.what) == [what])
  }

  @Test(
    "What only looks like force is left alone",
    arguments: [
      "a != b", "if !a { }", "let a = try? b()", "// b!", "\"b!\"", "a(!b)", "isFatalError(a)", "a && !b",
    ])
  func noForce(code: String) { #expect(HouseRules.force(file(code)).isEmpty) }

  @Test(
    "A file is named after its only type, and an extension after what it extends",
    arguments: [
      ("Cell", "struct Cell {}", true), ("Cell", "struct Sell {}", false),
      ("Cell", "public enum Cell {}", true),
      ("Cell", "struct Sell {}\nprivate struct Cell {}", false), ("Cells", "struct A {}\nstruct B {}", true),
      ("Cell+Width", "extension Cell {}", true), ("Cell+Width", "extension Sell {}", false),
      ("Width", "extension Cell {}", false), ("Zap", "func zap() {}\nextension Kernel {}", true),
      ("Zap", "let zap: RoutineMaker = {}\nextension Kernel {}", true),
      ("Cells+More", "struct A {}", true),
      ("Cell", "struct Cell {\n  struct Part {}\n}", true),
      ("Cell", "// struct Sell {}\nstruct Cell {}", true),
    ])
  func naming(name: String, text: String, isFine: Bool) {
    let found = HouseRules.naming(
      file(text, path: "Sources/Drawing/\(name).swift"), siblings: ["Sources/Drawing/Cells.swift"])
    #expect(found.isEmpty == isFine, "\(found)")
  }

  @Test("The repository is found from any file in it")
  func repository() throws {
    let repository = Repository.here
    #expect(repository.names().contains("Package.swift"))
    #expect(repository.topLevel().contains("Sources"))
    #expect(try repository.swiftFiles(below: "Sources").contains { $0.path == "Sources/Drawing/Cell.swift" })
  }
}
