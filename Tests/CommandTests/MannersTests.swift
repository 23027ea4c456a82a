import Glibc
import Testing

/// What people set up around the program: settings, completions, a manual page, a first file, and reading
/// line by line.
@Suite("Manners", .timeLimit(.minutes(3)))
struct MannersTests {
  // MARK: Line by line

  @Test(
    "--plain goes on, back, to a step and ends, on a pipe and a dumb terminal", arguments: ["dumb", "xterm"])
  func plainLines(type: String) throws {
    let input = "n\ng action.remap.pte.5\np\nh pf\nfrobnicate\ng nowhere\nq\nn\n"
    let command = try Command.run("--plain", input: Array(input.utf8), environment: ["TERM": type])
    #expect(command.status == 0 && command.errors.isEmpty, command.report)
    for sentence in [
      "1 of 67. enter", "changed: entry of 7f39ffff5000 set, pfn fd005 rw-",
      "locks: mmap_lock write, VMA write, PTE lock spin", "rmap walker yes", "VM_PFNMAP, bit 10",
      "There is no command 'frobnicate'. h lists them.", "No step is called 'nowhere'",
    ] {
      #expect(command.output.contains(sentence), command.report)
    }
    #expect(command.bytes.allSatisfy { $0 < 0x80 && ($0 >= 0x20 || $0 == 0x0a) }, command.report)
    let reads = command.lines.count { $0.hasPrefix("   locks:") }
    #expect(reads == 3, "n after q is not read: \(reads) steps")
  }

  @Test("--plain ends where its input ends, and tells how the run ended")
  func plainEnd() throws {
    let command = try Command.run("play", "pte-table-fails", "--plain", input: Array("g end\nn\n".utf8))
    #expect(command.status == 0 && command.output.contains("This is the last step. mmap() returned -"))
  }

  // MARK: Settings

  @Test(
    "A mistake in config.yaml is told with its place and the nearest word; films do not read the file",
    arguments: [
      ("them: mono\n", "config.yaml:1:1", "theme"), ("speed: 3\nview: studdy\n", "config.yaml:2:7", "study"),
      ("keys:\n  nxt: j\n", "config.yaml:2:3", "next"),
      ("theme: okabe-drak\n", "config.yaml:1:8", "okabe-dark"),
      ("keys: { next: page-dwn }\n", "config.yaml:1:15", "page-down"),
      ("speed: 9\n", "config.yaml:1:8", "1 to 6"),
    ])
  func settings(text: String, place: String, hint: String) throws {
    let desk = try TemporaryFolder()
    try desk.folder("vmascope")
    _ = try desk.file("vmascope/config.yaml", text)
    let home = desk.url.path()
    let line = """
      export XDG_CONFIG_HOME='\(home)'; "$V" render >picture && "$V" present seed 2>&1 >/dev/null; echo $?
      """
    let command = try Command.shell("cd '\(home)' && \(line)")
    #expect(command.lines.dropLast().last == "3", command.report)
    #expect(command.output.contains(place) && command.output.contains(hint), command.report)
  }

  // MARK: Shells and man

  @Test(
    "A completion script is one that its shell can read and names every command",
    arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    let command = try Command.run("completions", shell)
    #expect(command.status == 0 && command.errors.isEmpty, command.report)
    for word in ["narrate", "present", "completions", "revision", "list scenarios"] {
      #expect(command.output.contains(word), "\(shell) does not know \(word)")
    }
    let hasShell = access("/bin/\(shell)", X_OK) == 0 || access("/usr/bin/\(shell)", X_OK) == 0
    guard hasShell else { return }
    let read = try Command.shell(
      "\"$V\" completions \(shell) >script && \(shell) -n script; s=$?; rm script; exit $s")
    #expect(read.status == 0, read.report)
  }

  @Test("In bash Tab completes commands, options and scenarios", .enabled(if: access("/bin/bash", X_OK) == 0))
  func completesInBash() throws {
    let script = """
      PATH="$(dirname "$V"):$PATH"; "$V" completions bash >c.bash
      cat >try.bash <<'END'
      source ./c.bash
      try() {
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; COMPREPLY=()
        _vmascope vmascope "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        echo "${COMPREPLY[@]}"
      }
      try vmascope narr; try vmascope narrate --rev; try vmascope narrate pte-ta
      try vmascope render --theme proj
      END
      bash try.bash
      """
    let desk = try TemporaryFolder()
    let command = try Command.shell("cd '\(desk.url.path())' && \(script)")
    #expect(
      command.lines.prefix(4).map { $0.split(separator: " ").first.map(String.init) ?? "" } == [
        "narrate", "--revision", "pte-table-fails", "projector-light",
      ], command.report)
  }

  @Test("The manual page names every command and option, and is good roff")
  func manual() throws {
    let command = try Command.run("manual")
    #expect(command.status == 0 && command.lines[0].hasPrefix(".TH VMASCOPE 1"), command.report)
    for part in [
      ".SH NAME", ".SS vmascope theme check", "\\fB\\-\\-plain\\fR", ".SH EXIT STATUS", ".SH FILES",
      "\\fB\\-o\\fR, \\fB\\-\\-output\\fR \\fIoutput\\fR",
    ] {
      #expect(command.output.contains(part), "no \(part)")
    }
    guard access("/usr/bin/groff", X_OK) == 0 else { return }
    let read = try Command.shell("\"$V\" manual | groff -man -ww -z -Tutf8")
    #expect(read.status == 0 && read.errors.isEmpty, read.report)
  }

  // MARK: A first file

  @Test("new writes a scenario that check accepts, and never writes over a file")
  func new() throws {
    let desk = try TemporaryFolder()
    let home = desk.url.path()
    let command = try Command.shell("cd '\(home)' && \"$V\" new mine && \"$V\" check mine.yaml")
    #expect(command.status == 0 && command.errors.isEmpty, command.report)
    let path = try desk.file("mine.yaml", "mine")
    try expect(try Command.run("new", path), status: 4, says: ["mine.yaml", "is there already"])
    #expect(try Command.shell("cat '\(path)'").output == "mine")
    try expect(
      try Command.run("new", "/nonexistent/x"), status: 4, says: ["/nonexistent/x.yaml: no such file"])
  }
}
