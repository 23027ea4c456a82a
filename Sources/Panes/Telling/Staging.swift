import Drawing
import KernelRoutines

/// What a demo puts on the stage beside the run itself: it never changes what happened.
public struct Staging: Hashable, Sendable {
  /// Filled, on one line; the picture wraps it.
  public var caption = ""
  /// The chapter that is being told.
  public var chapter = ""
  public var focus: PaneName?
  public var spotlight: StageTarget?
  public var callout: Callout?
  public var zoom: PaneName?
  public var compare: [Revision] = []
  /// What was typed so far; nil shows no prompt.
  public var typed: String?

  /// A text beside a thing.
  public struct Callout: Hashable, Sendable {
    public var target: StageTarget
    public var text: String

    public init(target: StageTarget, text: String) {
      self.target = target
      self.text = text
    }
  }

  public init() {}

  /// Limit: lines of a caption; more cannot be read while something moves above.
  public static let captionLinesMax = 3
  /// Limit: columns of a callout's text, and its lines.
  public static let calloutColumns = 30
  public static let calloutLinesMax = 4

  /// The lines of a caption in a window of some width.
  public static func captionLines(_ caption: String, columns: Int) -> [String] {
    caption.isEmpty ? [] : CellWidth.wrap(caption, columns - 6)
  }

  /// What the program itself would show of it.
  ///
  /// - Parameter status: what stands at the right of the header: nothing in a film, the clock on a stage.
  func view(status: String = "") -> Scene.View {
    var view = Scene.View()
    (view.status, view.focus, view.zoom) = (status, focus, zoom)
    if !compare.isEmpty { view.preset = .compare }
    return view
  }
}
