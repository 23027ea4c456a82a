/// The scenarios that come with the program: every file in `Library` is one by being
/// there, but for the demos among them.
public enum ScenarioCatalogue {
  /// What plays when no scenario is named.
  public static let defaultName = "device-memory"

  /// In alphabetical order.
  public static let names: [String] = EmbeddedTexts.files.compactMap { name(of: $0.name) }.sorted()

  /// The text of a bundled scenario, nil when there is none of that name.
  public static func text(named wanted: String) -> String? {
    EmbeddedTexts.files.first { name(of: $0.name) == wanted }?.text
  }

  /// A bundled scenario, nil when there is none of that name.
  ///
  /// - Throws: What is wrong with its text; a test keeps this from happening.
  public static func scenario(named wanted: String) throws(ScenarioError) -> ScenarioSource? {
    guard let text = text(named: wanted) else { return nil }
    return try ScenarioReader.read(text: text, source: "\(wanted)\(ending)", name: wanted)
  }

  private static let ending = ".yaml"

  private static func name(of file: String) -> String? {
    file.hasSuffix(ending) && !file.hasSuffix(DemoCatalogue.ending)
      ? String(file.dropLast(ending.count)) : nil
  }
}
