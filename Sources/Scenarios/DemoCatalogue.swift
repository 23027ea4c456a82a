/// The demos that come with the program: every file in `Library` that ends in `.demo.yaml` is one by being
/// there.
public enum DemoCatalogue {
  static let ending = ".demo.yaml"

  /// In alphabetical order.
  public static let names: [String] = EmbeddedTexts.files.compactMap { name(of: $0.name) }.sorted()

  /// The text of a bundled demo, nil when there is none of that name.
  public static func text(named wanted: String) -> String? {
    EmbeddedTexts.files.first { name(of: $0.name) == wanted }?.text
  }

  /// A bundled demo, nil when there is none of that name.
  ///
  /// - Throws: What is wrong with its text; a test keeps this from happening.
  public static func demo(named wanted: String) throws(ScenarioError) -> DemoSource? {
    guard let text = text(named: wanted) else { return nil }
    return try DemoReader.read(text: text, source: wanted + ending, name: wanted)
  }

  private static func name(of file: String) -> String? {
    file.hasSuffix(ending) ? String(file.dropLast(ending.count)) : nil
  }
}
