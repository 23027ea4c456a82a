import Foundation
import Testing

/// Line mode, settings, the manual page, and the scenario to begin with.
@Suite("Manners") struct MannerTests {
  @Test("Line mode answers a command a line, without a terminal and without a home directory")
  func plain() throws {
    let command = try Command.shell(
      "printf 'n\\ng action.remap.pte.3\\nq\\nn\\n' | env -u HOME TERM=dumb $V --plain")
    #expect(command.status == 0 && command.errors.isEmpty, command.report)
    #expect(command.output.contains("1 of 67. enter.ksys_mmap_pgoff.fget"), command.report)
    #expect(command.lines.last { !$0.isEmpty }?.contains("sees it: cpu yes, rmap walker yes") == true)
    // The letters of kernel names and a few signs: nothing that a screen reader spells as a drawing.
    #expect(command.output.unicodeScalars.allSatisfy { $0.isASCII || $0 == "\u{2190}" }, command.report)
  }

  @Test("A broken file of settings is told with its place; files and pipes do not depend on it")
  func settings() throws {
    let desk = try TemporaryFolder()
    let home = desk.path("home")
    let wrong = try Command.shell(
      """
      mkdir -p '\(home)/.config/vmascope'
      printf 'theme: mono\\nspeed: 9\\n' > '\(home)/.config/vmascope/config.yaml'
      unset XDG_CONFIG_HOME; export HOME='\(home)'; $V --plain
      """)
    #expect(wrong.status == 3, wrong.report)
    #expect(wrong.errors.contains("config.yaml:2:8: \"9\", expected a number from 1 to 6"), wrong.report)
    let film = try Command.shell("HOME='\(home)' $V narrate && HOME='\(home)' $V render --format ansi")
    let usual = try Command.shell("$V narrate && $V render --format ansi")
    #expect(film.status == 0 && film.output == usual.output, film.report)
  }

  @Test("The manual page has every command and option, and groff finds nothing wrong with it")
  func manual() throws {
    let page = try Command.run("manual")
    #expect(page.status == 0 && page.output.hasPrefix(".TH VMASCOPE 1\n"), page.report)
    let help = try Command.run("--help").output
    let verbs = help.split(separator: "\n").drop { $0 != "SUBCOMMANDS:" }.dropFirst()
      .filter { $0.hasPrefix("  ") && $0.dropFirst(2).first?.isLowercase == true }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(verbs.count > 10, "\(help)")
    for verb in verbs { #expect(page.output.contains(".SH \(verb.uppercased())\n"), "\(verb)") }
    #expect(page.output.contains("\\fB\\-\\-anonymise\\fR"))
    let groff = try Command.shell(
      """
      command -v groff > /dev/null || { echo skipped: no groff here; exit; }
      $V manual | groff -man -ww -Tascii > /dev/null
      """)
    if groff.output.contains("skipped") { print(groff.output) }
    #expect(groff.status == 0 && groff.errors.isEmpty, groff.report)
  }

  @Test("A new scenario passes check as it stands, and overwrites nothing")
  func new() throws {
    let desk = try TemporaryFolder()
    let path = desk.path("mine")
    let first = try Command.run("new", path)
    #expect(first.status == 0, first.report)
    let check = try Command.run("check", path + ".yaml")
    #expect(check.status == 0 && check.errors.isEmpty, check.report)
    let before = try String(contentsOfFile: path + ".yaml", encoding: .utf8)
    let again = try Command.run("new", path + ".yaml")
    #expect(again.status == 4 && again.errors.contains("it is there already"), again.report)
    #expect(try String(contentsOfFile: path + ".yaml", encoding: .utf8) == before)
    let quote = try Command.run("new", "a\"b", in: desk.path("."))
    #expect(quote.status == 2 && quote.errors.contains("is no name of a file"), quote.report)
  }
}
