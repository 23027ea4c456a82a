import Panes

/// Reads commands from standard input until somebody quits or the input ends.
enum PlainLoop {
  static func run(_ visit: PlainVisit) {
    var visit = visit
    Output.lines(visit.greeting)
    while !visit.wantsQuit {
      guard let line = readLine() else { return }
      Output.lines(visit.answer(line))
    }
  }
}
