import Drawing

extension StillFormat {
  /// The characters alone, one line a row, no blanks at the ends.
  public static let text = StillFormat(
    name: "text", fileExtension: "txt", summary: "characters only"
  ) { frame, _, _, _ in frame.text }
}
