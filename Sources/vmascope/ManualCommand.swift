import ArgumentParser
import FoundationEssentials

/// The manual page, made from the definitions of the commands.
///
/// Format: roff with the `man` macros, as man(7) describes them.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "Print the manual page: 'vmascope manual | man -l -' shows it.")

  func run() throws {
    let tool: ManualPage.Tool
    do {
      tool = try JSONDecoder().decode(ManualPage.Tool.self, from: Data(Vmascope._dumpHelp().utf8))
    } catch {
      throw CommandFault.system("the commands cannot be described: \(error)")
    }
    Output.text(ManualPage(tool.command).text)
  }
}

/// A manual page of one tool with its commands as sections.
struct ManualPage {
  struct Tool: Decodable {
    var command: Command
  }

  /// What ArgumentParser tells of a command.
  struct Command: Decodable {
    var commandName: String
    var abstract: String?
    var discussion: String?
    var arguments: [Argument]?
    var subcommands: [Command]?
  }

  struct Argument: Decodable {
    var kind: String
    var names: [Name]?
    var valueName: String?
    var abstract: String?
    var defaultValue: String?
    var isOptional: Bool
    var isRepeating: Bool

    struct Name: Decodable {
      var kind: String
      var name: String

      var dashed: String { (kind == "long" ? "--" : "-") + name }
    }
  }

  private(set) var text = ""

  init(_ tool: Command) {
    let name = tool.commandName
    line(".TH \(name.uppercased()) 1")
    line(".SH NAME")
    line("\(name) \\- \(Self.escaped(tool.abstract ?? ""))")
    line(".SH SYNOPSIS")
    for command in tool.subcommands ?? [] where command.commandName != "help" { synopsis(name, command) }
    line(".SH DESCRIPTION")
    paragraph(tool.discussion ?? "")
    for command in tool.subcommands ?? [] where command.commandName != "help" { section(command) }
    files()
  }

  private mutating func line(_ text: String) { self.text += text + "\n" }

  private mutating func paragraph(_ text: String) { line(Self.escaped(text)) }

  private mutating func synopsis(_ tool: String, _ command: Command) {
    line(".PP")
    line("\\fB\(tool) \(command.commandName)\\fR")
    for part in command.subcommands ?? [] where part.commandName != "help" {
      line("[\\fB\(part.commandName)\\fR]")
    }
    for argument in command.arguments ?? [] where !Self.isEverywhere(argument) {
      let word = Self.word(argument)
      line(argument.isOptional ? "[\(word)]" : word)
    }
  }

  private mutating func section(_ command: Command) {
    line(".SH \(command.commandName.uppercased())")
    paragraph(command.abstract ?? "")
    if let more = command.discussion, !more.isEmpty {
      line(".PP")
      paragraph(more)
    }
    for part in command.subcommands ?? [] where part.commandName != "help" {
      line(".SS \(part.commandName)")
      paragraph(part.abstract ?? "")
      for argument in part.arguments ?? [] { entry(argument) }
    }
    for argument in command.arguments ?? [] { entry(argument) }
  }

  private mutating func entry(_ argument: Argument) {
    guard !Self.isEverywhere(argument) else { return }
    line(".TP")
    line(Self.word(argument))
    let usual = argument.defaultValue.map { " (default: \($0))" } ?? ""
    paragraph((argument.abstract ?? "") + usual)
  }

  private mutating func files() {
    line(".SH FILES")
    line(".TP")
    line("~/.config/vmascope/config.yaml")
    paragraph("Theme, view, speed, motion and keys, if it is there; 'vmascope list keys' names its keys.")
    line(".TP")
    line("~/.config/vmascope/themes/*.yaml")
    paragraph("Themes that are found by their names.")
  }

  // Help and version are in every command.
  private static func isEverywhere(_ argument: Argument) -> Bool {
    argument.names?.contains { ["help", "version"].contains($0.name) } ?? false
  }

  private static func word(_ argument: Argument) -> String {
    let value = "\\fI\(escaped(argument.valueName ?? "value"))\\fR"
    let more = argument.isRepeating ? " ..." : ""
    guard let names = argument.names, !names.isEmpty else { return value + more }
    let dashed = names.map { "\\fB\(escaped($0.dashed))\\fR" }.joined(separator: ", ")
    return argument.kind == "flag" ? dashed : "\(dashed) \(value)\(more)"
  }

  // A backslash and a dash mean something, and so do a point and a quote at the beginning of a line.
  private static func escaped(_ text: String) -> String {
    let plain = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: " ")
    let safe = plain.reduce(into: "") { result, letter in
      switch letter {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      default: result.append(letter)
      }
    }
    return safe.hasPrefix(".") ? "\\&" + safe : safe
  }
}
