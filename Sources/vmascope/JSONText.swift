import FoundationEssentials

/// Reports as JSON: keys in alphabetical order, so that two runs give the same bytes.
enum JSONText {
  static func print(_ report: some Encodable) throws(CommandFault) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do { Output.line(String(decoding: try encoder.encode(report), as: UTF8.self)) } catch {
      throw CommandFault(text: "no JSON could be made: \(error)", status: CommandFault.systemStatus)
    }
  }
}
