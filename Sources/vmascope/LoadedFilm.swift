import Drawing
import Panes
import Scenarios
import Simulation

/// A demo, or a scenario with the usual script, played and ready to be filmed or shown.
struct LoadedFilm {
  var telling: Telling
  /// The theme that the demo asks for.
  var theme: String?

  /// - Parameter size: nil takes the demo's own.
  init(_ options: RunOptions, size: Size?) throws(CommandFault) {
    let text = try Self.text(options.scenario)
    guard let source = try Self.demo(options.scenario, text) else {
      let loaded = try LoadedRun(options, text: text)
      let recording = loaded.scenario.record()
      let demo = Demo.plain(for: Tour(recording))
      let size = size ?? Size(columns: demo.columns, rows: demo.rows)
      telling = try Self.tell(DemoSource(demo: demo, source: loaded.scenario.name)) { () throws(Demo.Fault) in
        try Telling(demo, recording, size: size)
      }
      return
    }
    var run = options
    run.scenario = Self.beside(source.source, source.demo.scenario)
    run.revision = options.revision ?? source.demo.revision?.rawValue
    let loaded = try LoadedRun(run)
    let size = size ?? Size(columns: source.demo.columns, rows: source.demo.rows)
    let recording = loaded.scenario.record()
    telling = try Self.tell(source) { () throws(Demo.Fault) in
      try Telling(source.demo, recording, size: size)
    }
    theme = source.demo.theme
  }

  private static func tell(
    _ source: DemoSource, _ body: () throws(Demo.Fault) -> Telling
  ) throws(CommandFault) -> Telling {
    do throws(Demo.Fault) {
      return try body()
    } catch {
      let text = source.problem(error).description
      throw error.isBrokenExpectation
        ? CommandFault(text: text, status: CommandFault.brokenStatus) : CommandFault.input(text)
    }
  }

  /// What a file says, read once: a pipe is empty the second time. Nil for a bundled name.
  private static func text(_ name: String) throws(CommandFault) -> String? {
    let isBundled = DemoCatalogue.names.contains(name) || ScenarioCatalogue.names.contains(name)
    guard !isBundled, LoadedRun.isPath(name) else { return nil }
    return try FileBytes.text(name)
  }

  /// A bundled demo of the name, or the demo that a file holds; nil when it is a scenario or nothing.
  private static func demo(_ name: String, _ text: String?) throws(CommandFault) -> DemoSource? {
    do throws(ScenarioError) {
      if let bundled = try DemoCatalogue.demo(named: name) { return bundled }
      guard let text, DemoReader.isDemo(text) else { return nil }
      let base = name.split(separator: "/").last.map(String.init) ?? name
      return try DemoReader.read(text: text, source: name, name: base)
    } catch {
      throw CommandFault.input(error.description)
    }
  }

  // A scenario's file is looked for beside the demo's.
  private static func beside(_ demo: String, _ scenario: String) -> String {
    guard scenario.contains("/") || scenario.contains("."), !scenario.hasPrefix("/"),
      let slash = demo.lastIndex(of: "/")
    else { return scenario }
    return demo[...slash] + scenario
  }
}
