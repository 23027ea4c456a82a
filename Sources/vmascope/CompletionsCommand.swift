import ArgumentParser

/// Tells a shell what can stand where on the command line.
struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Print what a shell needs to complete commands, options, scenarios and themes.",
    discussion: """
      bash: vmascope completions bash > ~/.local/share/bash-completion/completions/vmascope. \
      zsh: into a file _vmascope in a folder of $fpath. \
      fish: vmascope completions fish > ~/.config/fish/completions/vmascope.fish.
      """)

  enum Shell: String, CaseIterable, ExpressibleByArgument {
    case bash, zsh, fish

    var kind: CompletionShell {
      switch self {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    }
  }

  @Argument(help: "The shell: bash, zsh or fish.")
  var shell: Shell

  func run() { Output.line(Vmascope.completionScript(for: shell.kind)) }
}

/// What shells offer for names: the program is asked, so that files and themes of the user's own are among
/// them.
enum Completions {
  // By sh, because fish knows no braces and takes a pattern without a match for an error.
  static let scenarios = CompletionKind.shellCommand(
    "sh -c 'vmascope list scenarios; vmascope list demos; ls -d *.yaml' 2>/dev/null | cut -d ' ' -f 1")
  static let themes = CompletionKind.shellCommand("vmascope list themes 2>/dev/null | cut -d ' ' -f 1")
  static let revisions = CompletionKind.shellCommand("vmascope list revisions 2>/dev/null | cut -d ' ' -f 1")
}
