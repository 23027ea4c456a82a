import ArgumentParser
import KernelRoutines
import MemoryModel
import Scenarios
import Simulation
import Themes

/// What there is: one item a line, its id first.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Name the scenarios, demos, revisions, themes and so on: one item a line.")

  enum Subject: String, CaseIterable, ExpressibleByArgument {
    case scenarios, demos, revisions, themes, steps, laws, claims, fidelity, keys
  }

  @Argument(help: "What to list: \(Subject.allCases.map(\.rawValue).joined(separator: ", ")).")
  var subject: Subject

  @OptionGroup var runOptions: RunOptions

  func run() throws {
    switch subject {
    case .scenarios: try scenarios()
    case .demos: try demos()
    case .revisions: for revision in Revision.allCases { row(revision.rawValue, revision.summary, 10) }
    case .themes: try themes()
    case .steps: try steps()
    case .laws: for law in Law.all { row(law.id, ([law.sentence] + law.numbers).joined(separator: " "), 32) }
    case .fidelity: fidelity()
    case .claims: try claims()
    case .keys: for key in ScenarioKeys.all { row(key.path, "\(key.type): \(key.meaning)", 34) }
    }
  }

  private func scenarios() throws {
    for name in ScenarioCatalogue.names {
      do throws(ScenarioError) {
        guard let source = try ScenarioCatalogue.scenario(named: name) else { continue }
        row(name, source.scenario.title, 26)
      } catch {
        throw CommandFault.input(error.description)
      }
    }
  }

  private func demos() throws {
    for name in DemoCatalogue.names {
      do throws(ScenarioError) {
        if let source = try DemoCatalogue.demo(named: name) { row(name, source.demo.title, 26) }
      } catch {
        throw CommandFault.input(error.description)
      }
    }
  }

  private func themes() throws {
    for name in ThemeFiles.names {
      let theme = try ThemeFiles.theme(name)
      row(name, "\(theme.variant.rawValue) ground", 16)
    }
  }

  // The table claim by revision: a cell names a bundled scenario that shows the claim broken.
  private func claims() throws {
    let holds = "holds"
    var cells: [String: [Revision: String]] = [:]
    for name in ScenarioCatalogue.names {
      guard let source = try? ScenarioCatalogue.scenario(named: name) else { continue }
      for revision in Revision.allCases {
        let scenario = source.scenario.under(revision)
        guard scenario.missing == nil else { continue }
        for verdict in scenario.record().verdicts() {
          // The first scenario that breaks it is named; until one does, it holds.
          guard cells[verdict.claim]?[revision] ?? holds == holds else { continue }
          cells[verdict.claim, default: [:]][revision] = verdict.isBroken ? "broken, see \(name)" : holds
        }
      }
    }
    for claim in Claim.all {
      row(claim.id, claim.sentence, 34)
      for revision in Revision.allCases {
        let unasked = revision.hasActions ? "no scenario puts it to the test" : "no actions to judge"
        row("  " + revision.rawValue, cells[claim.id]?[revision] ?? unasked, 12)
      }
    }
  }

  // Every routine that a bundled scenario can reach in any kernel, the simplified ones with the reason.
  private func fidelity() {
    var seen: Set<String> = []
    let programs = ScenarioCatalogue.names.flatMap { name -> [Program] in
      guard let source = try? ScenarioCatalogue.scenario(named: name) else { return [] }
      return Revision.allCases.map { source.scenario.under($0).program }
    }
    let routines = programs.flatMap(\.routines).filter { $0.isOfKernel && seen.insert($0.name).inserted }
    for routine in routines.sorted(by: { ($0.fidelity.rawValue, $0.name) < ($1.fidelity.rawValue, $1.name) })
    {
      let reason = Simplification.reason(routine)
      row("\(routine.fidelity.rawValue)  \(routine.name)", reason ?? "as recorded, step by step", 46)
    }
  }

  private func steps() throws {
    let recording = try LoadedRun(runOptions).scenario.record()
    for position in 0...recording.last {
      row(recording.id(position), Narrator(recording, at: position).sentences.what, 46)
    }
  }

  private func row(_ id: String, _ text: String, _ width: Int) {
    Output.line(id + String(repeating: " ", count: max(2, width - id.count)) + text)
  }
}
