import KernelRoutines
import Simulation

/// The keys of a demo file, under `demo` in the list that `vmascope list keys` prints.
enum DemoKeys {
  static let root = "demo"

  static let all: [ScenarioKey] =
    [
      key("title", "text", "the film's name", required: true),
      key(
        "scenario", "name or path", "what is told: a bundled one, or a file beside", required: true),
      key("revision", "revision", "the kernel, if not the scenario's own", words: revisions),
      key("size", "COLUMNSxROWS", "of the pictures, 80x24 to 1000x500 (100x30)"),
      key("theme", "theme", "how it looks; the reader of the film may say otherwise"),
      key("pace", "keys", "how fast it is told"),
      key("pace.hold", "duration", "how long a picture stays at least (2500ms)"),
      key("pace.type", "NUMBERcps", "characters a second that are typed (25cps)"),
      key("pace.read", "NUMBERcps", "characters a second that are read (16cps)"),
      key("pace.pass", "duration", "each picture on the way to a step further on (400ms)"),
      key("play", "list of lines", "the script, one event a line", required: true),
    ] + play + expected

  private static let play: [ScenarioKey] = [
    key("play.step", "number or until ID", "steps on, 1 where nothing is said; or until a step"),
    key("play.stage", "stage", "on to the next stage, or to the one named", words: Stage.allCases.map(\.id)),
    key("play.back", "number", "steps back, 1 where nothing is said"),
    key("play.fail", "step id", "it will fail: ID or ID=ERRNO; off takes the last change back"),
    key("play.choose", "decision", "ID@TASK runs next, or ID=ANSWER"),
    key("play.chapter", "text", "begins with the next picture; a marker in every format"),
    key("play.caption", "text", "at the foot of the picture, 3 lines at most; may contain placeholders"),
    key("play.note", "text", "for the speaker, never on the picture"),
    key("play.focus", "pane", "its frame is marked until off"),
    key("play.spotlight", "thing", "all else is dimmed: PANE, PANE:TEXT, vma:new, changed, rail, off"),
    key("play.callout", "keys", "a text beside a thing; off takes it away"),
    key("play.callout.at", "thing", "as in spotlight", required: true),
    key("play.callout.text", "text", "4 lines of 30 columns at most", required: true),
    key("play.zoom", "pane", "it has the window to itself until off"),
    key("play.compare", "list of revisions", "their runs beside this one, until off"),
    key("play.type", "text", "typed at a prompt, letter by letter"),
    key("play.hold", "duration", "how long this picture stays; else as long as it takes to read"),
    key("play.pause", "nothing", "live: wait for the speaker; a marker in a cast"),
    key("play.expect", "keys", "facts that hold here, as under expect.at of a scenario"),
    key("play.shot", "name", "this picture is kept as a still of that name"),
    key("play.end", "nothing", "the lines below are not played"),
  ]

  private static let expected = Expectations.Fact.Subject.allCases.map { subject in
    key("play.expect.\(subject.rawValue)", "word", "what is expected of it", words: subject.words)
  }

  private static let revisions = Revision.allCases.map(\.rawValue)

  private static func key(
    _ path: String, _ type: String, _ meaning: String, required isRequired: Bool = false, words: [String] = []
  ) -> ScenarioKey {
    ScenarioKey(path: "\(root).\(path)", type: type, isRequired: isRequired, meaning: meaning, words: words)
  }
}
