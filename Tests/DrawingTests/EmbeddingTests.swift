import Testing

@testable import EmbedTexts

@Suite("Texts as Swift source")
struct EmbeddingTests {
  @Test(
    "The fence of a literal is longer than any in the text",
    arguments: [
      ("plain", 1), ("a \"quote\" and \\n", 1), ("\"\"\"", 1), ("\"\"\"#", 2), ("\\##(x) \"#rrggbb\"", 3),
    ])
  func fences(text: String, fence: Int) {
    let hashes = String(repeating: "#", count: fence)
    #expect(SwiftSource.literal(text) == "\(hashes)\"\"\"\n\(text)\n\"\"\"\(hashes)")
  }

  @Test("Characters the compiler would change are written as escapes")
  func escapes() {
    #expect(
      SwiftSource.literal("a\r\n\u{0}\u{feff}b\t") == "#\"\"\"\na\\#u{d}\n\\#u{0}\\#u{feff}b\t\n\"\"\"#")
  }

  @Test("Files are sorted by name, and none gives an empty list")
  func sorted() throws {
    let source = SwiftSource.enumeration(of: [.init(name: "b", text: "2"), .init(name: "a", text: "1")])
    let first = try #require(source.range(of: "\na\n"))
    let second = try #require(source.range(of: "\nb\n"))
    #expect(first.lowerBound < second.lowerBound)
    #expect(SwiftSource.enumeration(of: []).contains("] = [\n\n  ]"))
  }
}
