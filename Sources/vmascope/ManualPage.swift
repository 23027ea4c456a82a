/// A manual page in the macros of man(7).
struct ManualPage {
  /// What the argument parser says of itself, as far as a page needs it.
  struct Tool: Decodable {
    var command: Command
  }

  struct Command: Decodable {
    var commandName: String
    var abstract: String?
    var discussion: String?
    var shouldDisplay: Bool?
    var subcommands: [Command]?
    var arguments: [Argument]?
  }

  struct Argument: Decodable {
    struct Name: Decodable {
      var kind: String
      var name: String
    }

    var kind: String
    var abstract: String?
    var defaultValue: String?
    var shouldDisplay: Bool?
    var isOptional: Bool?
    var names: [Name]?
    var valueName: String?
  }

  private var lines: [String] = []

  init(_ program: Command) {
    let commands = (program.subcommands ?? []).filter { $0.commandName != "help" }
    // No date: the same definitions give the same page.
    add(".TH VMASCOPE 1 \"\" \"vmascope \(Vmascope.configuration.version)\" \"User Commands\"")
    section("NAME", ["vmascope \\- \(Self.escaped(program.abstract ?? ""))"])
    section("SYNOPSIS", [])
    for command in commands {
      add(".br")
      add(".B vmascope \(Self.escaped(command.commandName))")
      add(Self.usage(command))
    }
    section("DESCRIPTION", [Self.escaped(program.discussion ?? "")])
    add(".SH COMMANDS")
    for command in commands { describe(command, of: "vmascope") }
    surroundings()
  }

  var text: String { lines.joined(separator: "\n") + "\n" }

  private mutating func add(_ line: String) {
    if !line.isEmpty { lines.append(line) }
  }

  private mutating func section(_ name: String, _ body: [String]) {
    add(".SH \(name)")
    for line in body { add(line) }
  }

  private mutating func describe(_ command: Command, of parent: String) {
    let name = "\(parent) \(command.commandName)"
    add(".SS \(Self.escaped(name))")
    add(Self.escaped(command.abstract ?? ""))
    if let discussion = command.discussion {
      add(".PP")
      add(Self.escaped(discussion))
    }
    for argument in command.arguments ?? [] where argument.shouldDisplay != false {
      guard !Self.isOfAll(argument) else { continue }
      add(".TP")
      add(Self.spelling(argument))
      let usual = argument.defaultValue.map { " (usually \($0))" } ?? ""
      add(Self.escaped((argument.abstract ?? "") + usual))
    }
    for inner in command.subcommands ?? [] where inner.commandName != "help" { describe(inner, of: name) }
  }

  private mutating func surroundings() {
    section(
      "EXIT STATUS",
      [
        "0 fine, 1 the run broke its expectations, 2 usage, 3 unreadable input, 4 terminal or file system."
      ])
    section("ENVIRONMENT", [])
    for (name, meaning) in Self.variables {
      add(".TP")
      add(".B \(name)")
      add(Self.escaped(meaning))
    }
    section("FILES", [])
    for (name, meaning) in Self.files {
      add(".TP")
      add(".I \(Self.escaped(name))")
      add(Self.escaped(meaning))
    }
    section("SEE ALSO", [".BR mmap (2),", ".BR proc (5)"])
  }

  private static let variables = [
    ("VMASCOPE_THEME", "The theme where --theme does not say it."),
    ("NO_COLOR", "If set and not empty, no colour."),
    ("TERM", "The terminal; on dumb the run is narrated."),
    ("XDG_CONFIG_HOME", "Where the folder vmascope with settings and themes is; usually ~/.config."),
    ("SOURCE_DATE_EPOCH", "The date that films carry; none without it."),
  ]

  private static let files = [
    ("~/.config/vmascope/config.yaml", "Settings: 'vmascope list keys' has its lines. Never written."),
    ("~/.config/vmascope/themes/", "Themes, found by the names of their files."),
  ]

  // Every command has these two.
  private static func isOfAll(_ argument: Argument) -> Bool {
    (argument.names ?? []).contains { ["help", "version"].contains($0.name) }
  }

  private static func usage(_ command: Command) -> String {
    if let inner = command.subcommands?.filter({ $0.commandName != "help" }), !inner.isEmpty {
      return inner.map { escaped($0.commandName) }.joined(separator: " | ")
    }
    let arguments = (command.arguments ?? []).filter { $0.shouldDisplay != false && !isOfAll($0) }
    let positional = arguments.filter { $0.kind == "positional" }.map { argument in
      let name = "\\fI\(escaped(argument.valueName ?? ""))\\fR"
      return argument.isOptional == true ? "[\(name)]" : name
    }
    return ((positional.count < arguments.count ? ["[options]"] : []) + positional).joined(separator: " ")
  }

  private static func spelling(_ argument: Argument) -> String {
    let value = argument.kind == "flag" ? "" : "\\fI\(escaped(argument.valueName ?? ""))\\fR"
    guard argument.kind != "positional" else { return value }
    let names = (argument.names ?? []).map { name in
      "\\fB" + escaped((name.kind == "long" ? "--" : "-") + name.name) + "\\fR"
    }
    return names.joined(separator: ", ") + (value.isEmpty ? "" : " " + value)
  }

  /// A text that roff takes for nothing but a text.
  static func escaped(_ text: String) -> String {
    var result = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    result = result.replacing("\\", with: "\\e").replacing("-", with: "\\-")
    result = result.replacing("'", with: "\\(aq").replacing("`", with: "\\(ga")
    result = result.replacing("\u{2026}", with: "...")
    return result.hasPrefix(".") ? "\\&" + result : result
  }
}
