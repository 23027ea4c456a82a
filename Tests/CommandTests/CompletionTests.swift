import Glibc
import Testing

/// What Tab offers in shells.
@Suite("Completions", .timeLimit(.minutes(1)))
struct CompletionTests {
  @Test(
    "In bash Tab completes commands, options, scenarios, files, kernels and themes",
    .enabled(if: access("/bin/bash", X_OK) == 0, "there is no bash here"))
  func bash() throws {
    let script = """
      PATH="$(dirname "$V"):$PATH"; "$V" completions bash >c.bash; touch zzz.yaml
      cat >try.bash <<'END'
      source ./c.bash
      try() {
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; COMPREPLY=()
        _vmascope vmascope "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        echo ${COMPREPLY[0]}
      }
      try vmascope narr; try vmascope narrate --rev; try vmascope narrate pte-ta; try vmascope check zz
      try vmascope narrate --revision 6.1; try vmascope render --theme projector
      END
      bash try.bash
      """
    let desk = try TemporaryFolder()
    let command = try Command.shell("cd '\(desk.url.path())' && \(script)")
    #expect(
      command.lines.prefix(6) == [
        "narrate", "--revision", "pte-table-fails", "zzz.yaml", "6.18", "projector-light",
      ], command.report)
  }

  @Test("Every shell gets a script that knows the commands", arguments: ["bash", "zsh", "fish"])
  func scripts(shell: String) throws {
    let script = try Command.run("completions", shell)
    #expect(script.status == 0 && script.output.contains("conformance"), script.report)
  }
}
