import Foundation
import PackagePlugin

/// Gives the rooms `Themes` and `Scenarios` their bundled texts as one generated Swift file.
///
/// SwiftPM asks a plugin only when it plans a build, and a new or removed file in a folder of texts makes it
/// plan nothing: files listed here would be missed, or be missing for ever. So the tool reads the folder, and
/// it runs in every build because it changes one of its own inputs, the stamp. It takes some milliseconds and
/// writes only what differs, so that nothing is compiled for nothing.
@main
struct EmbedTextsPlugin: BuildToolPlugin {
  /// The folder of a room's texts, counted from the package; rooms that are not named get nothing.
  private static let folders = ["Themes": "themes", "Scenarios": "Sources/Scenarios/Library"]

  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    guard let path = Self.folders[target.name] else { return [] }
    let folder = context.package.directoryURL.appending(path: path, directoryHint: .isDirectory)
    let source = context.pluginWorkDirectoryURL.appending(path: "EmbeddedTexts.swift")
    let stamp = context.pluginWorkDirectoryURL.appending(path: "stamp")
    if !FileManager.default.fileExists(atPath: stamp.path()) { try Data().write(to: stamp) }
    return [
      .buildCommand(
        displayName: "Embedding the texts of \(path)",
        executable: try context.tool(named: "EmbedTexts").url,
        arguments: [source.path(), stamp.path(), folder.path()],
        inputFiles: [folder, stamp], outputFiles: [source])
    ]
  }
}
