import inquirer from 'inquirer';

await inquirer.prompt([{ type: 'select', name: 'entry', message: 'Menu', choices: ['1', '2', '3'] }]);
