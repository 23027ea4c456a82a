/// A text for a failure's message: what is not ASCII becomes a question mark.
///
/// `swift test` (6.3) silently drops output when a multi-byte character lies across the border of two reads,
/// and with it the whole message.
func plain(_ text: String) -> String {
  String(String.UnicodeScalarView(text.unicodeScalars.map { $0.isASCII ? $0 : "?" }))
}
