-------------------------------- MODULE HTML ---------------------------------
(* The texts of pages in HTML, with a style sheet and scripts: for animations of states. *)
LOCAL INSTANCE Sequences
LOCAL INSTANCE SequencesExt

LOCAL Lines(strings) == FoldLeft(LAMBDA text, s : IF text = "" THEN s ELSE text \o "\n" \o s, "", strings)
LOCAL Quoted(s) == "\"" \o s \o "\""

(* The string with replacements made one after the other: args is a sequence of pairs, of a part of the string, whose first
   appearance is replaced, and what comes in its place. StringFill("n = %n%", <<<<"%n%", "12">>>>) is "n = 12". *)
StringFill(string, args) == FoldLeft(LAMBDA text, pair : ReplaceFirstSubSeq(pair[2], pair[1], text), string, args)
(* The strings one after the other with a separator between them, which is left out before the first one that is not empty. *)
StringSeqToString(string_seq, separator) ==
  FoldLeft(LAMBDA text, s : IF text = "" THEN s ELSE text \o separator \o s, "", string_seq)

(* A page of a header, a body and a sequence of scripts. *)
HTMLDocument(header, body, list_of_scripts) ==
  Lines(<<"<!DOCTYPE html>", "<html>", header, body, Lines(list_of_scripts), "</html>">>)
(* A rule of a style sheet: what it is for, such as ".box", and a sequence of attributes. *)
HTMLClass(classname, attribute_list) == Lines(<<classname \o " {", Lines(attribute_list), "}">>)
(* An attribute of a rule or of a style. *)
HTMLAttribute(name, value) == name \o ": " \o value \o ";"
(* The rules for grids, boxes and circles that every style sheet begins with. *)
HTMLDefaultStyle ==
  Lines(<<HTMLClass(".default_grid", <<HTMLAttribute("display", "grid")>>),
          HTMLClass(".default_box", <<HTMLAttribute("border", "1px solid black")>>),
          HTMLClass(".default_circle", <<HTMLAttribute("border-radius", "50%")>>)>>)
(* A style sheet of a sequence of rules. *)
HTMLStyleSheet(class_list) ==
  Lines(<<"<style type=" \o Quoted("text/css") \o ">", HTMLDefaultStyle, Lines(class_list), "</style>">>)
(* The use of a file with a script. *)
HTMLScriptFile(name) == "<script src=" \o Quoted(name) \o "></script>"
(* A script of a sequence of statements. *)
HTMLScript(children) == Lines(<<"<script>", Lines(children), "</script>">>)
(* A link to a file; type says what the file is to the page, such as "stylesheet". *)
HTMLLink(name, type) == "<link href=" \o Quoted(name) \o " rel=" \o Quoted(type) \o "/>"
(* A header of a title, a sequence of links and a sequence of rules. *)
HTMLHeader(title, list_of_links, class_list) ==
  Lines(<<"<head>", "<meta charset=" \o Quoted("UTF-8") \o ">", "<title>" \o title \o "</title>",
          Lines(list_of_links), HTMLStyleSheet(class_list), "</head>">>)
(* The body of a page. *)
HTMLBody(body) == Lines(<<"<body>", body, "</body>">>)
(* A part of a page of a sequence of parts. *)
HTMLFrame(id, children) == Lines(<<"<div id=" \o Quoted(id) \o ">", Lines(children), "</div>">>)
(* A grid: class_list is a sequence of the names of its classes. *)
HTMLGridContainer(id, class_list, children) ==
  Lines(<<"<div id=" \o Quoted(id) \o " class=" \o Quoted("default_grid " \o StringSeqToString(class_list, " ")) \o ">",
          Lines(children), "</div>">>)
(* A box of a size: see HTMLSize. *)
HTMLBox(id, class_list, size, children) ==
  Lines(<<"<div id=" \o Quoted(id) \o " class=" \o Quoted("default_box " \o StringSeqToString(class_list, " "))
            \o " style=" \o Quoted(size) \o ">",
          Lines(children), "</div>">>)
(* A box whose corners are so round that it is a circle. *)
HTMLCircle(id, class_list, size, children) == HTMLBox(id, <<"default_circle">> \o class_list, size, children)
(* A text. *)
HTMLText(id, text) == Lines(<<"<span id=" \o Quoted(id) \o ">", text, "</span>">>)
(* A picture: viewBox says which part of it is seen, svgString is its text without the outermost element. *)
HTMLSVG(id, viewBox, size, svgString) ==
  Lines(<<"<svg id=" \o Quoted(id) \o " viewBox=" \o Quoted(viewBox) \o " style=" \o Quoted(size) \o ">",
          svgString, "</svg>">>)
(* The attributes of a width and a height. *)
HTMLSize(width, height) == HTMLAttribute("width", width) \o " " \o HTMLAttribute("height", height)
(* The end of a line. *)
HTMLNewLine == "<br>"
(* The attributes of what stands in the middle. *)
HTMLFlexCenterAttributes ==
  Lines(<<HTMLAttribute("display", "flex"), HTMLAttribute("align-items", "center"),
          HTMLAttribute("justify-content", "center")>>)
(* In a script: the parts of the page with these ids, as two arguments. *)
HTMLJSLineElems(fromID, destID) ==
  "document.getElementById(" \o Quoted(fromID) \o "), document.getElementById(" \o Quoted(destID) \o ")"
(* In a script: a line between two parts of the page, drawn by the library LeaderLine. *)
HTMLJSLine(fromID, destID, color, size) ==
  "new LeaderLine(" \o HTMLJSLineElems(fromID, destID) \o ", {color: '" \o color \o "', size: " \o size \o "})"
(* In a script: a dashed line. *)
HTMLJSLineDash(fromID, destID, color, size) ==
  "new LeaderLine(" \o HTMLJSLineElems(fromID, destID) \o ",  {color: '" \o color \o "', size: " \o size \o ", dash: true})"
(* In a script: what is done when a key is released; events is a sequence of statements about key. *)
HTMLJSKeyListener(events) ==
  Lines(<<"window.onkeyup = function(event) {", "let key = event.key.toUpperCase();", Lines(events), "}">>)
(* In a script: a key that leads to another page. *)
HTMLJSNavigationKey(key, file) ==
  Lines(<<"if(key == '" \o key \o "'){", "window.location.replace(" \o Quoted(file) \o ");", "}">>)
==============================================================================
