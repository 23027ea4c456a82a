import Drawing
import KernelRoutines
import MemoryModel
import Simulation
import Testing

@testable import Panes

/// The thirty questions of newcomers and reviewers: each answer is worked out from the machine and found on
/// the screen.
@Suite("Questions the screen answers")
struct QuestionTests {
  @Test("The machine's answer stands on the screen", arguments: Question.all.map(\.number))
  func answered(number: Int) throws {
    let question = try #require(Question.all.first { $0.number == number })
    let recording = try run(question.scenario)
    let position = try recording.position(of: question.step)
    var view = Scene.View()
    var compare: CompareTour?
    switch question.place {
    case .pane(let pane): view.preset = Self.preset(with: pane)
    case .explanation(let thing): view.sheet = .thing(thing)
    case .sentences: break
    case .comparison(let revision):
      view.preset = .compare
      compare = CompareTour(recording, beside: [revision])
    }
    let scene = Scene(Tour(recording), at: position, view: view, compare: compare)
    let picture = Screen.picture(scene, size: .study, glyphs: GlyphSet(.rich))
    let facts = question.facts(scene)
    #expect(!facts.isEmpty, "\(question.text): the machine does not say so at \(question.step)")
    let shown = text(picture, question.place)
    for fact in facts {
      #expect(shown.contains(fact), "\(question.text): '\(plain(fact))' is missing in\n\(plain(shown))")
    }
  }

  @Test("Every question of the list is answered, or said to have no run yet")
  func complete() {
    let answered = Question.all.map(\.number)
    let open = Question.unanswered.map(\.number)
    #expect((answered + open).sorted() == Array(1...30))
  }

  // A view that shows a pane in this window; study, where that does.
  private static func preset(with pane: PaneName) -> Preset? {
    ([.study] + Preset.cycle).first { preset in
      Layout(.study, preset: preset).slots.contains { $0.name == pane }
    }
  }

  // The rows of the place where the answer has to be.
  private func text(_ picture: Picture, _ place: Question.Place) -> String {
    let frame = picture.frame
    switch place {
    case .pane(let name):
      guard let slot = picture.layout.slots.first(where: { $0.name == name }) else { return "" }
      return (slot.rect.y..<slot.rect.bottom).map { y in
        let cells = frame.row(y).dropFirst(slot.rect.x).prefix(slot.rect.width)
        return String(
          String.UnicodeScalarView(cells.filter { $0.width > 0 }.compactMap { Unicode.Scalar($0.scalar) }))
      }.joined(separator: "\n")
    case .sentences:
      return (picture.layout.ruleRow..<frame.rows).map { frame.text(row: $0) }.joined(separator: "\n")
    case .explanation, .comparison: return frame.text
    }
  }
}
