import Drawing

extension ThemeCheck {
  /// The numbers as lines: the worst contrast of each dress, and the worst pair of each group and kind of
  /// eye.
  public func report(_ theme: Theme) -> [String] {
    var lines = ["\(theme.name): \(theme.variant.rawValue) ground, \(Role.allCases.count) roles"]
    for dress in ["in full colour", "on the panel", "as a chip", "in 256 colours"] {
      let all = contrasts.filter { $0.what.hasSuffix(dress) }
      guard let worst = all.min(by: { $0.value / $0.limit < $1.value / $1.limit }) else { continue }
      lines.append(Self.line(worst, "contrast, least of \(all.count): "))
    }
    lines += distances.map { Self.line($0, "distance: ") }
    let signs = alike.isEmpty ? "every role of a group differs without colour" : "\(alike.count) pairs alike"
    return lines + ["  signs: \(signs)"]
  }

  private static func line(_ measure: Measure, _ title: String) -> String {
    let limit = measure.limit == 0 ? "no limit" : "needs \(rounded(measure.limit))"
    let state = measure.isEnough ? "" : "   TOO LITTLE"
    return "  \(title)\(measure.what): \(rounded(measure.value)), \(limit)\(state)"
  }
}
