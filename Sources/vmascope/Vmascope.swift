import ArgumentParser
import Glibc
import Scenarios

/// The program: one verb a command; without a verb it plays.
@main
struct Vmascope: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vmascope",
    abstract:
      "Watch the life of a Linux VMA: prepare, establishment, action, hooks, and who can see it when.",
    discussion: """
      Without a command it plays the default scenario in the terminal. Exit status: 0 fine, 1 the run broke \
      its expectations, 2 usage, 3 unreadable input, 4 terminal or file system.
      """,
    version: "0.1.0",
    subcommands: [
      Play.self, Narrate.self, Render.self, NewCommand.self, CheckCommand.self, Compare.self, Sweep.self,
      Record.self, Present.self, ConformanceCommand.self, ThemeCommand.self, List.self, ManualCommand.self,
      CompletionsCommand.self,
    ],
    defaultSubcommand: Play.self)

  /// Parses and runs; ArgumentParser's own exit status for usage errors is 64, ours is 2.
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      try Verbs.refuseMistyped(arguments)
      var command = try parseAsRoot(arguments)
      try command.run()
    } catch let fault as CommandFault {
      Output.error("vmascope: \(fault.text)")
      Glibc.exit(fault.status)
    } catch {
      let isFine = exitCode(for: error) == .success
      if isFine { Output.line(fullMessage(for: error)) } else { Output.error(fullMessage(for: error)) }
      Glibc.exit(isFine ? 0 : CommandFault.usageStatus)
    }
  }
}

/// The words that stand first on the command line.
enum Verbs {
  static var all: [String] { Vmascope.configuration.subcommands.map { $0._commandName } + ["help"] }

  /// A first word that is neither verb, scenario nor file but nearly a verb was meant as one.
  static func refuseMistyped(_ arguments: [String]) throws(CommandFault) {
    guard let word = arguments.first, !word.hasPrefix("-"), !all.contains(word) else { return }
    guard !ScenarioCatalogue.names.contains(word), !DemoCatalogue.names.contains(word), !word.contains("/"),
      access(word, F_OK) != 0
    else {
      return
    }
    guard let meant = NearestWord.to(word, in: all) else { return }
    throw CommandFault.usage("'\(word)' is no command; did you mean 'vmascope \(meant)'?")
  }
}
