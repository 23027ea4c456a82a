import ArgumentParser
import FoundationEssentials

/// The manual page, made from the definitions of the commands.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "Print the manual page, for man.",
    discussion: "To read it: vmascope manual | man -l -")

  func run() throws {
    let text = Vmascope._dumpHelp()
    let tool = try JSONDecoder().decode(ManualPage.Tool.self, from: Data(text.utf8))
    Output.text(ManualPage(tool.command).text)
  }
}
