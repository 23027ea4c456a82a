import Drawing

/// Something on the picture that a demo points at.
public enum StageTarget: Hashable, Sendable {
  case pane(PaneName)
  /// The rows of a pane that contain a text.
  case rows(PaneName, String)
  /// The rows of the new VMA in the address space.
  case newVMA
  /// Every row that the step changed.
  case changed
  case rail

  /// Reads `locks`, `locks:i_mmap`, `vma:new`, `changed`, `rail`.
  public init?(_ word: String) {
    switch word {
    case "vma:new": self = .newVMA
    case "changed": self = .changed
    case "rail": self = .rail
    default:
      let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard let pane = PaneName(word: parts[0]), parts.last?.isEmpty == false else { return nil }
      self = parts.count == 1 ? .pane(pane) : .rows(pane, parts[1])
    }
  }

  /// The words there are, but for texts behind a pane's name.
  public static let words = ["vma:new", "changed", "rail"] + PaneName.allCases.map(\.word)

  /// Where it is on a frame; empty when it is not there.
  func places(on frame: Frame, _ layout: Layout, _ scene: Scene) -> [Rect] {
    switch self {
    case .pane(let name): return layout.slots.filter { $0.name == name }.map(\.rect)
    case .rail: return [Rect(x: 0, y: 1, width: frame.columns, height: 3)]
    case .rows(let name, let text): return Self.rows(of: name, on: frame, layout) { $0.contains(text) }
    case .newVMA:
      let address = scene.subject.range.start.description
      let first = Self.rows(of: .addressSpace, on: frame, layout) { row in
        row.contains(address) || row.contains("asked for")
      }.first
      return first.map { [Rect(x: $0.x, y: $0.y, width: $0.width, height: 2)] } ?? []
    case .changed:
      return layout.slots.flatMap { slot in
        (slot.rect.y + 1..<slot.rect.bottom).compactMap { y in
          frame[slot.rect.x, y].style.role == .descChanged
            ? Rect(x: slot.rect.x, y: y, width: slot.rect.width, height: 1) : nil
        }
      }
    }
  }

  private static func rows(
    of name: PaneName, on frame: Frame, _ layout: Layout, where test: (String) -> Bool
  ) -> [Rect] {
    layout.slots.filter { $0.name == name }.flatMap { slot in
      (slot.rect.y + 1..<slot.rect.bottom).compactMap { y in
        var text = String.UnicodeScalarView()
        for x in slot.rect.x..<slot.rect.right where frame[x, y].width > 0 {
          text.append(Unicode.Scalar(frame[x, y].scalar) ?? "\u{FFFD}")
        }
        return test(String(text)) ? Rect(x: slot.rect.x, y: y, width: slot.rect.width, height: 1) : nil
      }
    }
  }
}

extension PaneName {
  /// What scripts call it: `address-space`.
  public var word: String {
    var word = ""
    for letter in rawValue { word += letter.isUppercase ? "-" + letter.lowercased() : String(letter) }
    return word
  }

  public init?(word: String) {
    guard let pane = Self.allCases.first(where: { $0.word == word }) else { return nil }
    self = pane
  }
}
