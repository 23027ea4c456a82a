import Glibc

/// Where a user keeps settings and themes of their own: `vmascope` in the XDG configuration folder. Nothing
/// is ever written there.
enum UserFolder {
  /// The folder's path, whether it exists or not; nil for somebody without a home directory.
  static var path: String? {
    // The specification tells programs to ignore a relative path.
    if let set = variable("XDG_CONFIG_HOME"), set.hasPrefix("/") { return set + "/vmascope" }
    return variable("HOME").map { $0 + "/.config/vmascope" }
  }

  /// A variable's value; nil when it is not set or empty.
  static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  /// The file of that name below the folder, if there is one.
  static func file(_ name: String) -> String? {
    guard let path = path.map({ $0 + "/" + name }), access(path, F_OK) == 0 else { return nil }
    return path
  }

  /// The names of the themes in it, sorted.
  static var themeNames: [String] {
    guard let path, let folder = opendir(path + "/themes") else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(".yaml") { names.append(String(name.dropLast(5))) }
    }
    return names.sorted()
  }
}
