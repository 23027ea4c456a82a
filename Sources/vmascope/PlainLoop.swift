import Glibc
import Panes

/// Reads commands line by line and prints what they answer, on any terminal, pipe or file.
struct PlainLoop {
  var visit: PlainVisit

  init(_ visit: PlainVisit) { self.visit = visit }

  func run() {
    var visit = visit
    // Only somebody who types wants to be asked.
    let prompt = isatty(0) == 1 ? "vmascope> " : ""
    for line in visit.greeting { Output.line(line) }
    Output.text(prompt)
    while !visit.wantsQuit, let line = readLine() {
      for line in visit.answer(line) { Output.line(line) }
      if !visit.wantsQuit { Output.text(prompt) }
    }
  }
}
