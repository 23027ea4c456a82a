/// A fault of operation: what is wrong, and the status to exit with.
struct CommandFault: Error {
  var text: String
  var status: Int32

  /// The run broke its expectations.
  static let brokenStatus: Int32 = 1
  static let usageStatus: Int32 = 2
  static let inputStatus: Int32 = 3
  static let systemStatus: Int32 = 4

  static func usage(_ text: String) -> CommandFault { CommandFault(text: text, status: usageStatus) }
  static func input(_ text: String) -> CommandFault { CommandFault(text: text, status: inputStatus) }
  static func system(_ text: String) -> CommandFault { CommandFault(text: text, status: systemStatus) }
}
